namespace Tandem.Cards;

/// <summary>The documents say what the cards show, and the cards show what the documents say.</summary>
public sealed class DocumentTests
{
    private const string Switch = "TANDEM_WRITE_DOCS";

    private static string Behaviour { get; } = Path.Combine(Deck.Root, "docs", "BEHAVIOUR.md");

    [Fact]
    public void The_page_of_behaviour_is_what_the_cards_say()
    {
        var page = BehaviourPage.Of(Deck.Paths.Select(Deck.Read));
        if (Environment.GetEnvironmentVariable(Switch) == "1")
        {
            File.WriteAllText(Behaviour, page);
        }

        Assert.True(File.Exists(Behaviour) && File.ReadAllText(Behaviour) == page, $"docs/BEHAVIOUR.md is out of date: {Switch}=1 ./test Tandem.Cards writes it.");
    }

    [Fact]
    public void Every_row_of_the_table_of_conflicts_has_a_card() =>
        Assert.Empty(Rows().Except(Deck.Paths.Select(Deck.Read).SelectMany(card => card.Rows)));

    [Fact]
    public void Every_row_that_a_card_names_is_in_the_table_of_conflicts() =>
        Assert.Empty(Deck.Paths.Select(Deck.Read).SelectMany(card => card.Rows).Except(Rows()));

    [Fact]
    public void No_two_cards_have_the_same_title() =>
        Assert.Empty(Deck.Paths.Select(Deck.Read).GroupBy(card => card.Title).Where(same => same.Count() > 1).Select(same => same.Key));

    [Fact]
    public void Every_promise_is_in_the_document_once() =>
        Assert.Equal(
            Enumerable.Range(1, 26),
            File.ReadAllLines(Path.Combine(Deck.Root, "docs", "GUARANTEES.md")).Where(line => line.StartsWith("| **G", StringComparison.Ordinal))
                .Select(line => int.Parse(line[5..line.IndexOf("**", 5, StringComparison.Ordinal)])).Order());

    [Fact]
    public void There_are_cards_enough() => Assert.InRange(Deck.Paths.Length, 40, 400);

    // All cells of a row but the last, which is the result; heads of tables and lines below them are no rows.
    private static IEnumerable<string> Rows()
    {
        var lines = File.ReadAllLines(Path.Combine(Deck.Root, "docs", "CONFLICTS.md"));
        return lines.Index().Where(line => line.Item.StartsWith('|') && !line.Item.StartsWith("|-", StringComparison.Ordinal)
                && !(line.Index + 1 < lines.Length && lines[line.Index + 1].StartsWith("|-", StringComparison.Ordinal)))
            .Select(line => string.Join(" | ", line.Item.Trim('|').Split('|').SkipLast(1).Select(cell => cell.Trim())).Trim());
    }
}
