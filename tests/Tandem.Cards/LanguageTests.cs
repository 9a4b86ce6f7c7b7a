using System.Text.Json.Nodes;

namespace Tandem.Cards;

/// <summary>The language is strict: what nobody has taught it is an error that says where it is, and what was probably meant.</summary>
public sealed class LanguageTests
{
    private const string Head = "# A title\nProves: G4\n\n";

    [Theory]
    [InlineData("In Sanity, edt mug: name \"Big mug\"", "In Sanity, edit {thing}: {fields}")]
    [InlineData("Sanity show mug: name \"Mug\"", "Sanity shows {thing}: {fields}")]
    [InlineData("Nothing was writen", "Nothing was written")]
    [InlineData("Stripe has 2 prices of mug, 1 active", "Stripe has {count} price[s] of {id}, {active:count} of them active")]
    [InlineData("nothing was written.", "Nothing was written")]
    public void An_unknown_sentence_is_told_with_its_line_and_the_nearest_one(string line, string nearest)
    {
        var problem = Assert.Throws<CardException>(() => CardReader.Read("a/b.card", $"{Head}Nothing was written\n\n{line}\n"));

        Assert.StartsWith("a/b.card:6: ", problem.Message, StringComparison.Ordinal);
        Assert.EndsWith($"The nearest one is: {nearest}", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title", "title", "\"Mug\"")]
    [InlineData("seo.title", "seo.title", "\"The mug\"")]
    [InlineData("texts[en].value", "texts[_key==\"en\"].value", "\"Round\"")]
    [InlineData("tags[key=color].value", "tags[key==\"color\"].value", "\"red\"")]
    [InlineData("texts[de].value", "texts[_key==\"de\"].value", null)]
    [InlineData("title.en", "title.en", null)]
    public void A_place_in_a_document_is_written_as_in_tandem_json(string text, string inPatch, string? held)
    {
        var document = JsonNode.Parse("""{"title":"Mug","seo":{"title":"The mug"},"texts":[{"_key":"en","value":"Round"}],"tags":[{"key":"color","value":"red"}]}""")!.AsObject();

        Assert.Equal((inPatch, held), (new Place(text).InPatch, new Place(text).In(document)?.ToJsonString()));
    }

    [Fact]
    public void Commas_within_quotes_and_brackets_part_no_fields() =>
        Assert.Equal(
            ["name \"Mug, big\"", "field tags [{\"_key\": \"a\", \"value\": \"x, y\"}, {\"_key\": \"b\"}]", "active"],
            FieldWords.Read("name \"Mug, big\", field tags [{\"_key\": \"a\", \"value\": \"x, y\"}, {\"_key\": \"b\"}], active", null!).Select(said => said.Text));

    [Theory]
    [InlineData("Both show mug: nam \"Mug\"", "name \"…\"")]
    [InlineData("Both show mug: name \"Mug\", every moon", "every month")]
    [InlineData("Both show mug: 12 EUR each", "12.00 EUR")]
    public void An_unknown_field_is_told_with_the_nearest_one(string line, string nearest) =>
        Assert.EndsWith($"The nearest is: {nearest}", Assert.Throws<CardException>(() => CardReader.Read("a/b.card", Head + line)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Proves: G4\nNothing was written", "A card starts with")]
    [InlineData("# A title\nNothing was written", "says what it proves")]
    [InlineData("# A title\nProves: G27\nNothing was written", "\"G27\" is no promise")]
    [InlineData("# A title\nProves: G4\nTandem syncs", "without a claim")]
    [InlineData("# A title\nProves: G4\nJust before Tandem's next write to Stripe: Tandem syncs\nNothing was written", "Only what a person does")]
    public void A_card_that_lacks_something_is_refused(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<CardException>(() => CardReader.Read("a/b.card", text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("12.00 EUR", 1200, "eur")]
    [InlineData("1200 JPY", 1200, "jpy")]
    [InlineData("1.200 KWD", 1200, "kwd")]
    public void Amounts_are_written_as_people_write_them(string text, long minor, string currency) => Assert.Equal(new Amount(minor, currency), Amount.Read(text));

    [Theory]
    [InlineData("12 EUR")]
    [InlineData("12.0 EUR")]
    [InlineData("12.00 JPY")]
    public void An_amount_with_the_wrong_decimals_is_refused(string text) => Assert.Throws<FormatException>(() => Amount.Read(text));

    [Fact]
    public async Task A_claim_that_does_not_hold_fails_with_its_line_and_what_both_sides_show()
    {
        var card = CardReader.Read("a/b.card", Head + "In Sanity, publish a product mug: name \"Mug\"\nTandem syncs\nBoth show mug: name \"Jug\"\n");

        var problem = await Assert.ThrowsAsync<CardException>(() => Performance.Play(card));

        Assert.StartsWith("a/b.card:6: Both show mug: name \"Jug\"\nSanity shows Mug where name \"Jug\" is expected.", problem.Message, StringComparison.Ordinal);
        Assert.Contains("\"sanity_id\":\"mug\"", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stripe has 2 products")]
    [InlineData("Stripe has 1 price of mug, 0 of them active")]
    [InlineData("Nothing was written")]
    [InlineData("Tandem wrote 1 time to Stripe and 0 times to Sanity")]
    [InlineData("Sanity has no mug")]
    [InlineData("Stripe has no mug")]
    [InlineData("Stripe shows mug: no default price")]
    [InlineData("Sanity shows mug: Stripe id \"prod_other\"")]
    [InlineData("Both show mug: inactive")]
    [InlineData("mug is parked: \"anything\"")]
    [InlineData("A conflict of name on mug was won by Sanity, and \"Mug\" was kept")]
    [InlineData("The conflict of name on mug is open, and \"Mug\" is kept")]
    [InlineData("1 product is held for a person")]
    [InlineData("The journal says \"nonsense\"")]
    [InlineData("Tandem reports trouble with Stripe")]
    [InlineData("7 webhooks were recognised as an echo")]
    [InlineData("Tandem has fetched 1 picture")]
    [InlineData("Both show mug: uploaded picture front")]
    [InlineData("Sanity shows mug: field seo.title \"Mug\"")]
    public async Task A_claim_can_fail(string claim)
    {
        var card = CardReader.Read("a/b.card", $"{Head}In Sanity, publish a product mug: name \"Mug\", price 12.00 EUR\nTandem syncs\n{claim}\n");

        await Assert.ThrowsAsync<CardException>(() => Performance.Play(card));
    }

    [Fact]
    public void Every_sentence_is_used_by_some_card()
    {
        var used = Deck.Paths.Select(Deck.Read).SelectMany(card => card.Lines).SelectMany(Within).Select(sentence => sentence.Text).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], Sentences.All.Select(sentence => sentence.Text).Except(used));
    }

    private static IEnumerable<Sentence> Within(CardLine line)
    {
        yield return line.Sentence;
        if (line.Words["step"] is { Length: > 0 } step)
        {
            yield return Sentences.Find(step).Sentence!;
        }
    }
}
