using System.Collections.Immutable;

namespace Tandem.Cards;

/// <summary>The whole language of the cards.</summary>
public static class Sentences
{
    /// <summary>Every sentence.</summary>
    public static ImmutableArray<Sentence> All { get; } =
    [
        .. SettingSentences.All, .. SanitySentences.All, .. StripeSentences.All, .. TandemSentences.All, .. WeatherSentences.All, .. PostSentences.All, .. StudioSentences.All,
        .. ShownClaims.All, .. CountClaims.All, .. RecordClaims.All,
    ];

    /// <summary>Understands a line, or says what is wrong with it.</summary>
    public static (Sentence? Sentence, Words? Words, string? Problem) Find(string line)
    {
        var matches = All.Select(sentence => (Sentence: sentence, Words: sentence.Match(line))).Where(match => match.Words is not null).ToList();
        return matches switch
        {
            [] => (null, null, $"No sentence reads \"{line}\". The nearest one is: {Nearest.To(line, All.Select(sentence => sentence.Text))}"),
            [var only] => only.Words!.Problem is { } problem ? (null, null, problem) : (only.Sentence, only.Words, null),
            _ => (null, null, $"\"{line}\" can be read as \"{matches[0].Sentence.Text}\" and as \"{matches[1].Sentence.Text}\"."),
        };
    }
}
