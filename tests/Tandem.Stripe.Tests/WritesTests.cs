using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe.Tests;

/// <summary>What goes over the wire, byte for byte of meaning: the SDK sends what was assigned, so nothing else may be.</summary>
public sealed class WritesTests
{
    internal static FieldValue Package(decimal height, decimal length, decimal weight, decimal width) => new FieldValue.Group(Fields.Of(
        ("height", new FieldValue.Number(height)), ("length", new FieldValue.Number(length)), ("weight", new FieldValue.Number(weight)), ("width", new FieldValue.Number(width))));

    private static readonly ImmutableDictionary<string, string> Slots = ImmutableDictionary<string, string>.Empty.Add("slot-1", "price_9");

    [Theory]
    [InlineData("name", "New", "name=New")]
    [InlineData("description", "Text & more", "description=Text & more")]
    [InlineData("description", null, "description=")]
    [InlineData("metadata.brand", "Acme", "metadata[brand]=Acme")]
    [InlineData("metadata.brand", null, "metadata[brand]=")]
    [InlineData("metadata.order.id", "7", "metadata[order.id]=7")]
    [InlineData("metadata.order.id", null, "metadata[order.id]=")]
    [InlineData("default_price", "slot-1", "default_price=price_9")]
    [InlineData("default_price", null, "default_price=")]
    [InlineData("tax_code", "txcd_10103000", "tax_code=txcd_10103000")]
    [InlineData("tax_code", null, "tax_code=")]
    [InlineData("unit_label", "seat", "unit_label=seat")]
    [InlineData("unit_label", null, "unit_label=")]
    [InlineData("url", "https://shop.test/a?b=1", "url=https://shop.test/a?b=1")]
    [InlineData("url", null, "url=")]
    [InlineData("statement_descriptor", "TANDEM SHOP", "statement_descriptor=TANDEM SHOP")]
    [InlineData("statement_descriptor", null, "statement_descriptor=")]
    public async Task An_update_of_a_product_sends_that_field_and_nothing_else(string field, string? to, string form)
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));

        var written = await Apply(fake, ProductUpdate(new FieldChange(field, null, to is null ? null : new FieldValue.Text(to))));

        Assert.Null(written.Fault);
        Assert.Equal(form, fake.Only.Form);
        Assert.Equal("/v1/products/prod_1", fake.Only.Path);
        Assert.Equal("token-1", fake.Only.Headers["Idempotency-Key"]);
        Assert.Equal("prod_VICvn5VTMmTGJN", Assert.Single(written.Value!.Products).Id);
        Assert.Equal("req_test", written.Value.RequestId);
    }

    [Fact]
    public async Task Images_are_replaced_in_order_and_cleared_with_an_empty_value()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));

        await Apply(fake, ProductUpdate(new FieldChange("images", null, FieldValue.OfTexts(["https://b", "https://a"]))));
        await Apply(fake, ProductUpdate(new FieldChange("images", FieldValue.OfTexts(["https://b"]), null)));

        Assert.Equal(["images[0]=https://b&images[1]=https://a", "images="], fake.Requests.Select(sent => sent.Form));
    }

    [Fact]
    public async Task Flags_are_sent_as_words()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));

        await Apply(fake, ProductUpdate(new FieldChange("active", null, new FieldValue.Flag(false))));
        await Apply(fake, ProductUpdate(new FieldChange("active", null, new FieldValue.Flag(true))));
        await Apply(fake, ProductUpdate(new FieldChange("shippable", null, new FieldValue.Flag(false))));

        Assert.Equal(["active=false", "active=true", "shippable=false"], fake.Requests.Select(sent => sent.Form));
    }

    [Fact]
    public async Task A_package_and_features_are_sent_whole_and_cleared_with_an_empty_value()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));

        await Apply(fake, ProductUpdate(new FieldChange("package_dimensions", null, Package(1, 2.5m, 3, 0.25m))));
        await Apply(fake, ProductUpdate(new FieldChange("package_dimensions", Package(1, 2.5m, 3, 0.25m), null)));
        await Apply(fake, ProductUpdate(new FieldChange("marketing_features", null, FieldValue.OfTexts(["Fast", "Quiet"]))));
        await Apply(fake, ProductUpdate(new FieldChange("marketing_features", FieldValue.OfTexts(["Fast"]), null)));

        Assert.Equal(
            [
                "package_dimensions[height]=1&package_dimensions[length]=2.5&package_dimensions[weight]=3&package_dimensions[width]=0.25", "package_dimensions=",
                "marketing_features[0][name]=Fast&marketing_features[1][name]=Quiet", "marketing_features=",
            ],
            fake.Requests.Select(sent => sent.Form));
    }

    [Fact]
    public async Task A_mirror_alone_touches_only_its_own_key()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));

        await Apply(fake, ProductUpdate() with { Mirror = "doc-1" });

        Assert.Equal("metadata[sanity_id]=doc-1", fake.Only.Form);
    }

    [Fact]
    public async Task A_new_product_carries_its_id_its_fields_and_its_mirror()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));
        var fields = Fields.Of(("name", new FieldValue.Text("N")), ("metadata.brand", new FieldValue.Text("B")), ("active", new FieldValue.Flag(false)));

        await Apply(fake, new Change.Create { Side = Side.Stripe, Kind = Kind.Product, Reason = "r", Id = "tandem_1", Fields = fields, Mirror = "doc-1" });

        Assert.Equal("active=false&id=tandem_1&metadata[brand]=B&metadata[sanity_id]=doc-1&name=N", fake.Only.Form);
        Assert.Equal("/v1/products", fake.Only.Path);
    }

    [Fact]
    public async Task A_new_price_carries_content_key_transfer_and_operation()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Price));
        var fields = Fields.Of(
            ("currency", new FieldValue.Text("eur")),
            ("unit_amount", new FieldValue.Number(1250m)),
            ("recurring", new FieldValue.Group(Fields.Of(("interval", new FieldValue.Text("month")), ("interval_count", new FieldValue.Number(3))))),
            ("nickname", new FieldValue.Text("n")),
            ("active", new FieldValue.Flag(true)),
            ("lookup_key", new FieldValue.Text("k")));

        var written = await Apply(fake, NewPrice(fields) with { TakesLookupKey = true, Mirror = "slot-1", Operation = "op-1" });

        Assert.Equal(
            "active=true&currency=eur&expand[0]=tiers&expand[1]=currency_options&lookup_key=k&metadata[sanity_id]=slot-1&metadata[sync_op]=op-1&nickname=n"
            + "&product=prod_1&recurring[interval]=month&recurring[interval_count]=3&transfer_lookup_key=true&unit_amount=1250",
            fake.Only.Form);
        Assert.Equal("price_1UHcVXHIBYZYyePrLUYHwa3W", Assert.Single(written.Value!.Prices).Id);
    }

    [Trait("G", "23")]
    [Theory]
    [InlineData("12.50", "unit_amount_decimal=12.5")]
    [InlineData("0.000000000001", "unit_amount_decimal=0.000000000001")]
    [InlineData("10.0000", "unit_amount=10")]
    [InlineData("0", "unit_amount=0")]
    [InlineData("999999999999", "unit_amount=999999999999")]
    public async Task An_amount_is_sent_exactly(string amount, string part)
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Price));

        await Apply(fake, NewPrice(Content(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture))));

        Assert.Contains(part, fake.Only.Form.Split('&'));
    }

    [Theory]
    [InlineData("nickname", "n", "nickname=n")]
    [InlineData("nickname", null, "nickname=")]
    [InlineData("lookup_key", "k", "lookup_key=k")]
    [InlineData("lookup_key", null, "lookup_key=")]
    [InlineData("tax_behavior", "inclusive", "tax_behavior=inclusive")]
    public async Task An_update_of_a_price_sends_that_field_and_nothing_else(string field, string? to, string part)
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Price));

        await Apply(fake, PriceUpdate(new FieldChange(field, null, to is null ? null : new FieldValue.Text(to))));

        Assert.Equal("expand[0]=tiers&expand[1]=currency_options&" + part, fake.Only.Form);
    }

    [Fact]
    public async Task A_lookup_key_is_taken_over_only_when_the_change_says_so()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Price));
        var change = PriceUpdate(new FieldChange("lookup_key", null, new FieldValue.Text("k")));

        await Apply(fake, change);
        await Apply(fake, change with { TakesLookupKey = true });

        Assert.Equal([false, true], fake.Requests.Select(sent => sent.Form.Contains("transfer_lookup_key=true", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_connection_writes_its_own_keys()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product));
        using var catalog = fake.Catalog(options => options with { Connection = "staging" });

        await catalog.Apply(new Write("t", [ProductUpdate() with { Mirror = "doc" }], Slots), default);

        Assert.Equal("metadata[sanity_id_staging]=doc", fake.Only.Form);
    }

    [Fact]
    public async Task A_replayed_answer_is_no_view_of_the_present()
    {
        var fake = FakeStripe.Always(new Reply(Goldens.Product) { Headers = { ["Idempotent-Replayed"] = "true" } });

        var written = await Apply(fake, ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N"))));

        Assert.True(written.Value!.WasRepeated);
        Assert.Empty(written.Value.Products);
    }

    [Fact]
    public async Task Two_changes_at_once_are_a_bug_of_the_caller()
    {
        using var catalog = FakeStripe.Always(new Reply(Goldens.Product)).Catalog();
        var change = ProductUpdate(new FieldChange("name", null, new FieldValue.Text("N")));

        await Assert.ThrowsAsync<ArgumentException>(() => catalog.Apply(new Write("t", [change, change], Slots), default));
    }

    internal static async Task<Outcome<Written>> Apply(FakeStripe fake, Change change)
    {
        using var catalog = fake.Catalog();
        return await catalog.Apply(new Write("token-1", [change], Slots), default);
    }

    internal static Change.Update ProductUpdate(params FieldChange[] fields) =>
        new() { Side = Side.Stripe, Kind = Kind.Product, Reason = "r", Id = "prod_1", Fields = [.. fields] };

    internal static Change.Update PriceUpdate(params FieldChange[] fields) =>
        new() { Side = Side.Stripe, Kind = Kind.Price, Reason = "r", Id = "price_1", Fields = [.. fields] };

    internal static Change.Create NewPrice(Fields fields) =>
        new() { Side = Side.Stripe, Kind = Kind.Price, Reason = "r", ProductId = "prod_1", Fields = fields };

    internal static Fields Content(decimal amount) => Fields.Of(("currency", new FieldValue.Text("usd")), ("unit_amount", new FieldValue.Number(amount)));
}
