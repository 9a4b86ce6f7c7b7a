using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe.Tests;

/// <summary>What Stripe would refuse is refused by field, before any call.</summary>
[Trait("G", "24")]
public sealed class LimitsTests
{
    public static TheoryData<string, FieldValue?, string> ProductValues => new()
    {
        { "name", null, "set one" },
        { "name", new FieldValue.Text(new string('n', 5001)), "at most 5000" },
        { "name", new FieldValue.Number(1), "wants a text" },
        { "name", new FieldValue.Text("a\0b"), "NUL" },
        { "name", new FieldValue.Text("a\ud800b"), "lone surrogate" },
        { "description", new FieldValue.Text(new string('d', 40001)), "at most 40000" },
        { "images", FieldValue.OfTexts(Enumerable.Range(0, 9).Select(i => $"https://{i}")), "at most 8" },
        { "images", new FieldValue.Text("https://one"), "list" },
        { "metadata.brand", new FieldValue.Text(new string('b', 501)), "at most 500" },
        { "metadata.a[0]", new FieldValue.Text("b"), "brackets" },
        { "metadata." + new string('k', 41), new FieldValue.Text("b"), "at most 40" },
        { "metadata.sanity_id", new FieldValue.Text("b"), "own mark" },
        { "metadata.sync_op_shop", new FieldValue.Text("b"), "own mark" },
        { "default_price", new FieldValue.Unresolved("price-doc"), "does not exist yet" },
        { "default_price", new FieldValue.Text("slot-without-price"), "no price in Stripe yet" },
        { "active", new FieldValue.Text("yes"), "yes or no" },
        { "tax_code", FieldValue.OfTexts(["txcd_1"]), "wants a text" },
        { "unit_label", new FieldValue.Text("thirteen char"), "at most 12" },
        { "url", new FieldValue.Text("https://" + new string('u', 2048)), "at most 2048" },
        { "statement_descriptor", new FieldValue.Text(new string('d', 23)), "at most 22" },
        { "statement_descriptor", new FieldValue.Text("24/7"), "at least one letter" },
        { "statement_descriptor", new FieldValue.Text("Tom's"), "bank statements do not show" },
        { "shippable", null, "cannot unset it" },
        { "shippable", new FieldValue.Text("yes"), "yes or no" },
        { "package_dimensions", WritesTests.Package(1, 2, 0, 4), "weight is 0" },
        { "package_dimensions", WritesTests.Package(1, 2.555m, 3, 4), "length is 2.555" },
        { "package_dimensions", new FieldValue.Group(Fields.Of(("height", new FieldValue.Number(1)))), "length is nothing" },
        { "package_dimensions", new FieldValue.Text("small"), "height, length, weight and width" },
        { "marketing_features", FieldValue.OfTexts(Enumerable.Range(0, 16).Select(i => $"{i}")), "at most 15" },
        { "marketing_features", FieldValue.OfTexts([new string('f', 81)]), "at most 80" },
        { "unknown", new FieldValue.Text("x"), "cannot change" },
    };

    public static TheoryData<string, FieldValue?, string> PriceValues => new()
    {
        { "currency", null, "no currency" },
        { "currency", new FieldValue.Text("EURO!"), "no currency" },
        { "currency", new FieldValue.Text("USD"), "lower case" },
        { "unit_amount", null, "needs an amount" },
        { "unit_amount", new FieldValue.Number(-1), "cannot be negative" },
        { "unit_amount", new FieldValue.Number(0.0000000000001m), "12 decimals" },
        { "unit_amount", new FieldValue.Number(decimal.MaxValue), "15 digits" },
        { "recurring", Rhythm("fortnight", 1), "no interval" },
        { "recurring", Rhythm("month", 37), "from 1 to 36" },
        { "recurring", Rhythm("year", 0), "from 1 to 3" },
        { "recurring", Rhythm("week", 1.5m), "from 1 to 156" },
        { "recurring", Rhythm("month", 1, ("meter", new FieldValue.Text("mtr_1"))), "only with usage_type metered" },
        { "recurring", Rhythm("month", 1, ("usage_type", new FieldValue.Text("metered"))), "needs its meter" },
        { "recurring", Rhythm("month", 1, ("usage_type", new FieldValue.Text("counted"))), "no usage_type" },
        { "recurring", Rhythm("month", 1, ("trial_period_days", new FieldValue.Number(0))), "trial days" },
        { "recurring", Rhythm("month", 1, ("trial_period_days", new FieldValue.Text("7"))), "trial days" },
        { "nickname", new FieldValue.Text(new string('n', 5001)), "at most 5000" },
        { "lookup_key", new FieldValue.Text(new string('k', 201)), "at most 200" },
        { "tax_behavior", new FieldValue.Text("maybe"), "no tax behavior" },
        { "tiers", new FieldValue.Text("x"), "list of tiers" },
        { "tiers", new FieldValue.List([]), "list of tiers" },
        { "tiers", Tiers("10 5"), "The last tier has an up_to" },
        { "tiers", Tiers("inf 5", "inf 4"), "Tier 1 has no up_to" },
        { "tiers", Tiers("10 5", "10 4", "inf 3"), "Tier 2 goes up to 10" },
        { "tiers", Tiers("inf"), "Tier 1 has no amount" },
        { "tiers", Tiers("inf 5"), "not both" },
        { "tiers_mode", new FieldValue.Text("steps"), "graduated, volume" },
        { "tiers_mode", new FieldValue.Text("volume"), "only with tiers" },
        { "custom_unit_amount", Group(("enabled", new FieldValue.Flag(true))), "or you do" },
        { "custom_unit_amount", Group(("minimum", new FieldValue.Number(5)), ("maximum", new FieldValue.Number(4))), "between" },
        { "custom_unit_amount", Group(("minimum", new FieldValue.Number(0.5m))), "whole minor units" },
        { "transform_quantity", Group(("divide_by", new FieldValue.Number(0)), ("round", new FieldValue.Text("up"))), "divide_by" },
        { "transform_quantity", Group(("divide_by", new FieldValue.Number(2)), ("round", new FieldValue.Text("off"))), "divide_by" },
        { "currency_options", Group(("usd", Group(("unit_amount", new FieldValue.Number(1))))), "own currency" },
        { "currency_options", Group(("isk", Group(("unit_amount", new FieldValue.Number(1))))), "must end in 00" },
        { "currency_options", Group(("eur", Group(("tax_behavior", new FieldValue.Text("inclusive"))))), "EUR: It has no amount" },
        { "currency_options", Group(("eur", Group(("unit_amount", new FieldValue.Number(1)), ("tax_behavior", new FieldValue.Text("some"))))), "no tax behavior" },
        { "currency_options", Group(("eur", Group(("unit_amount", new FieldValue.Number(1)), ("tiers", Tiers("inf 5"))))), "not two of them" },
        { "currency_options", Group(("eur", Group(("tiers", Tiers("10 5"))))), "EUR: The last tier has an up_to" },
        { "currency_options", Group(("isk", Group(("tiers", Tiers("inf 5"))))), "ISK: " },
        { "currency_options", Group(("eur", Group(("tiers", Tiers("inf 5"))))), "in all its currencies or in none" },
        { "currency_options", Group(("euro!", Group(("unit_amount", new FieldValue.Number(1))))), "no currency" },
    };

    [Theory]
    [MemberData(nameof(ProductValues))]
    public async Task A_product_that_breaks_a_limit_is_not_sent(string field, FieldValue? value, string word) =>
        await Refuses(WritesTests.ProductUpdate(new FieldChange(field, null, value)), field, word);

    [Theory]
    [MemberData(nameof(PriceValues))]
    public async Task A_price_that_breaks_a_limit_is_not_sent(string field, FieldValue? value, string word) =>
        await Refuses(WritesTests.NewPrice(WritesTests.Content(100).With(field, value)), field, word);

    [Theory]
    [InlineData(false, true, "inf 5", "tiers", "only for recurring prices")]
    [InlineData(true, false, "inf 5", "tiers_mode", "graduated or volume")]
    [InlineData(true, true, "inf -5", "tiers", "cannot be negative")]
    public async Task Tiers_that_do_not_go_with_the_rest_are_not_sent(bool isRecurring, bool hasMode, string tier, string field, string word) =>
        await Refuses(
            WritesTests.NewPrice(Fields.Of(
                ("currency", new FieldValue.Text("eur")),
                ("tiers", Tiers(tier)),
                ("tiers_mode", hasMode ? new FieldValue.Text("volume") : null),
                ("recurring", isRecurring ? Rhythm("month", 1) : null))),
            field,
            word);

    [Fact]
    public async Task A_currency_is_not_taken_out_of_a_price_that_exists() =>
        await Refuses(WritesTests.PriceUpdate(new FieldChange("currency_options", Group(("eur", Group(("unit_amount", new FieldValue.Number(1))))), null)), "currency_options", "new price");

    private static FieldValue.Group Group(params IEnumerable<(string Name, FieldValue? Value)> parts) => new(Fields.Of(parts));

    private static FieldValue.List Tiers(params IEnumerable<string> tiers) => new([.. tiers.Select(FieldValue (tier) => Group(tier.Split(' ') switch
    {
        ["inf"] => [],
        ["inf", var amount] => [("unit_amount", Number(amount))],
        [var end, var amount] => [("up_to", Number(end)), ("unit_amount", Number(amount))],
        _ => throw new FormatException(tier),
    }))]);

    private static FieldValue.Number Number(string text) => new(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("kwd", 5123, "must end in 0")]
    [InlineData("isk", 550, "must end in 00")]
    [InlineData("ugx", 5, "must end in 00")]
    public async Task An_amount_that_its_currency_does_not_allow_is_not_sent(string currency, int amount, string word) =>
        await Refuses(WritesTests.NewPrice(WritesTests.Content(amount).With("currency", new FieldValue.Text(currency))), "unit_amount", word);

    [Theory]
    [InlineData("currency")]
    [InlineData("unit_amount")]
    [InlineData("recurring")]
    public async Task A_fixed_field_of_a_price_is_never_sent_in_an_update(string field) =>
        await Refuses(WritesTests.PriceUpdate(new FieldChange(field, null, new FieldValue.Text("x"))), field, "new price");

    [Fact]
    public async Task A_new_product_needs_a_name() => await Refuses(
        new Change.Create { Side = Side.Stripe, Kind = Kind.Product, Reason = "r", Fields = Fields.None }, "name", "set one");

    [Fact]
    public async Task A_new_product_cannot_have_a_default_price_yet() => await Refuses(
        new Change.Create
        {
            Side = Side.Stripe,
            Kind = Kind.Product,
            Reason = "r",
            Fields = Fields.Of(("name", new FieldValue.Text("N")), ("default_price", new FieldValue.Text("slot-1"))),
        },
        "default_price",
        "update afterwards");

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task An_id_that_could_lead_elsewhere_is_not_sent(string id)
    {
        await Refuses(WritesTests.ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N"))) with { Id = id }, "id", "not one of Stripe's");
        await Refuses(
            new Change.Create { Side = Side.Stripe, Kind = Kind.Product, Reason = "r", Id = id, Fields = Fields.Of(("name", new FieldValue.Text("N"))) },
            "id",
            "cannot be used");
    }

    [Fact]
    public async Task Eight_images_and_characters_beyond_the_basic_plane_fit()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));

        var images = await WritesTests.Apply(fake, WritesTests.ProductUpdate(new FieldChange("images", null, FieldValue.OfTexts(Enumerable.Range(0, 8).Select(i => $"https://{i}")))));
        var brand = await WritesTests.Apply(fake, WritesTests.ProductUpdate(new FieldChange("metadata.brand", null, new FieldValue.Text(string.Concat(Enumerable.Repeat("🚀", 500))))));

        Assert.Null(images.Fault);
        Assert.Null(brand.Fault);
    }

    private static async Task Refuses(Change change, string field, string word)
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));

        var written = await WritesTests.Apply(fake, change);

        var fault = Assert.IsType<CatalogFault.Refused>(written.Fault);
        Assert.Equal(field, fault.Field);
        Assert.Contains(word, fault.Message, StringComparison.Ordinal);
        Assert.Empty(fake.Requests);
    }

    private static FieldValue.Group Rhythm(string interval, decimal count, params (string Name, FieldValue? Value)[] terms) =>
        new(Fields.Of([("interval", new FieldValue.Text(interval)), ("interval_count", new FieldValue.Number(count)), .. terms]));
}
