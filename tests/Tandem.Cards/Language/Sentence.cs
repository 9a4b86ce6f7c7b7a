using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>What a sentence is for.</summary>
public enum Role
{
    /// <summary>How the service is set up; before it starts.</summary>
    Setting,

    /// <summary>What a person does on one of the sides, in an instant.</summary>
    Person,

    /// <summary>What the world or the service does, which takes time.</summary>
    Event,

    /// <summary>What must be true now.</summary>
    Claim,
}

/// <summary>A sentence that cards may use.</summary>
/// <remarks>In its text, <c>{id}</c> is a slot (<c>{other:id}</c> one of that sort), <c>[s]</c> may be left out, and of <c>[is|are]</c> one stands there.</remarks>
public sealed partial class Sentence
{
    private readonly Func<Stage, Words, Task> _act;
    private readonly Regex _pattern;

    /// <summary>Makes a sentence that takes time.</summary>
    public Sentence(Role role, string text, Func<Stage, Words, Task> act)
    {
        (Role, Text, _act) = (role, text, act);
        _pattern = new Regex(Pattern(text), RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
    }

    /// <summary>Makes a sentence that is done in an instant.</summary>
    public Sentence(Role role, string text, Action<Stage, Words> act)
        : this(role, text, (stage, words) =>
        {
            act(stage, words);
            return Task.CompletedTask;
        })
    {
    }

    /// <summary>What it is for.</summary>
    public Role Role { get; }

    /// <summary>How it is written.</summary>
    public string Text { get; }

    /// <summary>What stands in the slots of a line, or null when the line is another sentence.</summary>
    public Words? Match(string line) => _pattern.Match(line) is { Success: true } match ? new Words(match, Slots(Text)) : null;

    /// <summary>Does what it says.</summary>
    public Task Act(Stage stage, Words words) => _act(stage, words);

    private static Dictionary<string, Slot> Slots(string text) =>
        Part().Matches(text).Where(part => part.Groups["name"].Success)
            .ToDictionary(part => part.Groups["name"].Value, part => Slot.Of(part.Groups["sort"].Success ? part.Groups["sort"].Value : part.Groups["name"].Value));

    private static string Pattern(string text)
    {
        var slots = Slots(text);
        var pattern = new StringBuilder("^");
        var end = 0;
        foreach (Match part in Part().Matches(text))
        {
            pattern.Append(Regex.Escape(text[end..part.Index]));
            pattern.Append(part.Groups["name"] is { Success: true } name
                ? $"(?<{name.Value}>{slots[name.Value].Pattern})"
                : part.Groups["choice"].Value is var choice && choice.Contains('|') ? $"(?:{choice})" : $"(?:{choice})?");
            end = part.Index + part.Length;
        }

        return pattern.Append(Regex.Escape(text[end..])).Append('$').ToString();
    }

    [GeneratedRegex(@"\{(?<name>\w+)(:(?<sort>\w+))?\}|\[(?<choice>[^\]]+)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
