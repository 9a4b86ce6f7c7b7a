using System.Globalization;

namespace Tandem.Cards;

/// <summary>Every card is a test; the promises that it proves are the test's traits.</summary>
public sealed class CardTests
{
    public static IEnumerable<TheoryDataRow<string>> Cards { get; } = [.. Deck.Paths.Select(Row)];

    public static IEnumerable<TheoryDataRow<string>> AnyLayout { get; } = [.. Deck.Paths.Where(HoldsInAnyLayout).Select(Row)];

    [Theory]
    [MemberData(nameof(Cards))]
    public Task The_card_holds(string path) => Performance.Play(Deck.Read(path));

    [Theory]
    [MemberData(nameof(AnyLayout))]
    public Task The_card_holds_where_prices_are_entries_of_their_product(string path) => Performance.PlayEmbedded(Deck.Read(path));

    private static TheoryDataRow<string> Row(string path)
    {
        var row = new TheoryDataRow<string>(path);
        foreach (var guarantee in Guarantees(path))
        {
            row.WithTrait("G", guarantee.ToString(CultureInfo.InvariantCulture));
        }

        return row;
    }

    // What a card says of tandem.json is said of the whole file.
    private static bool HoldsInAnyLayout(string path) =>
        Readable(path) is { NeedsPriceDocuments: false } card && !card.Lines.Any(line => line.Text.Contains("tandem.json says", StringComparison.Ordinal));

    private static IEnumerable<int> Guarantees(string path) => Readable(path)?.Guarantees ?? [];

    // A card that cannot be read is still a test, which fails and says why.
    private static Card? Readable(string path)
    {
        try
        {
            return Deck.Read(path);
        }
        catch (CardException)
        {
            return null;
        }
    }
}
