using System.Globalization;

namespace Tandem.Cards;

/// <summary>Every card is a test; the promises that it proves are the test's traits.</summary>
public sealed class CardTests
{
    public static IEnumerable<TheoryDataRow<string>> Cards { get; } = [.. Deck.Paths.Select(Row)];

    [Theory]
    [MemberData(nameof(Cards))]
    public Task The_card_holds(string path) => Performance.Play(Deck.Read(path));

    private static TheoryDataRow<string> Row(string path)
    {
        var row = new TheoryDataRow<string>(path);
        foreach (var guarantee in Guarantees(path))
        {
            row.WithTrait("G", guarantee.ToString(CultureInfo.InvariantCulture));
        }

        return row;
    }

    // A card that cannot be read is still a test, which fails and says why.
    private static IEnumerable<int> Guarantees(string path)
    {
        try
        {
            return Deck.Read(path).Guarantees;
        }
        catch (CardException)
        {
            return [];
        }
    }
}
