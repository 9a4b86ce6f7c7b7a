using System.Collections.Immutable;

namespace Tandem.Cards;

/// <summary>A scenario in plain language: what people and the world do, and what both sides then show.</summary>
/// <param name="Path">Where it is, from the folder of all cards, with slashes.</param>
/// <param name="Title">What it tells, in a sentence.</param>
/// <param name="Story">Why it matters; may be empty.</param>
/// <param name="Guarantees">The promises that it proves, by number.</param>
/// <param name="Rows">The rows of docs/CONFLICTS.md that it shows, by all their cells but the last.</param>
/// <param name="Lines">What happens.</param>
public sealed record Card(
    string Path, string Title, string Story, ImmutableArray<int> Guarantees, ImmutableArray<string> Rows, ImmutableArray<CardLine> Lines)
{
    /// <summary>Whether it speaks of prices as documents, so that it has no meaning where they are entries of their product's document.</summary>
    public bool NeedsPriceDocuments { get; init; }

    /// <summary>The folder that it is in.</summary>
    public string Folder => Path.Split('/')[0];
}

/// <summary>One sentence of a card, understood.</summary>
/// <param name="Number">Its line in the file.</param>
/// <param name="Text">As written.</param>
/// <param name="Sentence">Which sentence it is.</param>
/// <param name="Words">What stands in its slots.</param>
public sealed record CardLine(int Number, string Text, Sentence Sentence, Words Words);

/// <summary>A card that cannot be read, or whose claims do not hold; the message names file and line.</summary>
public sealed class CardException(string path, int line, string message, Exception? cause = null)
    : Exception($"{path}:{line}: {message}", cause);
