using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;

namespace Tandem.Stripe.Tests;

/// <summary>The catalogue against the whole stand-in: what the world shows afterwards is what counts.</summary>
public sealed class StandInTests
{
    private static readonly Fields Monthly = Fields.Of(
        ("currency", new FieldValue.Text("usd")),
        ("unit_amount", new FieldValue.Number(1500)),
        ("recurring", new FieldValue.Group(Fields.Of(("interval", new FieldValue.Text("month")), ("interval_count", new FieldValue.Number(1))))),
        ("nickname", new FieldValue.Text("monthly")),
        ("lookup_key", new FieldValue.Text("gold")),
        ("active", new FieldValue.Flag(true)));

    [Fact]
    public async Task A_product_and_its_price_are_made_and_show_what_was_asked_for()
    {
        using var shop = new Shop();
        var fields = Fields.Of(
            ("name", new FieldValue.Text("Gold")),
            ("description", new FieldValue.Text("Größe – 製品 🚀")),
            ("images", FieldValue.OfTexts(["https://cdn.test/b.png", "https://cdn.test/a.png"])),
            ("metadata.brand", new FieldValue.Text("Acme & Sons")),
            ("active", new FieldValue.Flag(true)));

        var product = await shop.Done(NewProduct(fields));
        var price = await shop.Done(NewPrice(Monthly));
        var slots = ImmutableDictionary<string, string>.Empty.Add("slot-1", price.Prices[0].Id);
        var linked = await shop.Done(Shop.Update(Kind.Product, "tandem_gold", Shop.To("default_price", "slot-1")), slots);

        Assert.Equal(fields, product.Products[0].Fields);
        Assert.Equal(Monthly, price.Prices[0].Fields);
        Assert.Equal(("slot-1", "op-1", "tandem_gold"), (price.Prices[0].Mirror, price.Prices[0].Operation, price.Prices[0].ProductId));
        Assert.Equal(new FieldValue.Text(price.Prices[0].Id), linked.Products[0].Fields["default_price"]);

        var seen = await shop.Observe("tandem_gold", price.Prices[0].Id);
        Assert.Equal(linked.Products[0].Fields, seen.Product!.Fields);
        Assert.Equal("doc-1", seen.Product.Mirror);
        Assert.Equal(Monthly, Assert.Single(seen.Prices).Fields);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("exact")]
    [InlineData("recurring")]
    [InlineData("chosen")]
    [InlineData("several")]
    public async Task A_product_that_is_made_with_its_default_price_shows_what_it_would_show_if_they_were_made_one_by_one(string way)
    {
        static FieldValue Number(decimal number) => new FieldValue.Number(number);
        var fields = Fields.Of(("currency", new FieldValue.Text("usd")), ("active", new FieldValue.Flag(true)), ("metadata.sku", new FieldValue.Text("M-1")));
        fields = way switch
        {
            "exact" => fields.With("unit_amount", Number(0.25m)).With("tax_behavior", new FieldValue.Text("exclusive")),
            "recurring" => fields.With("unit_amount", Number(1500)).With("recurring", new FieldValue.Group(Fields.Of(("interval", new FieldValue.Text("month")), ("interval_count", Number(3))))),
            "chosen" => fields.With("custom_unit_amount", new FieldValue.Group(Fields.Of(("enabled", new FieldValue.Flag(true)), ("minimum", Number(500)), ("preset", Number(900))))),
            "several" => fields.With("unit_amount", Number(1500)).With("currency_options", new FieldValue.Group(Fields.Of(
                ("eur", new FieldValue.Group(Fields.Of(("unit_amount", Number(1400)), ("tax_behavior", new FieldValue.Text("inclusive"))))), ("gbp", new FieldValue.Group(Fields.Of(("unit_amount", Number(12.5m)))))))),
            _ => fields.With("unit_amount", Number(1500)),
        };
        using var shop = new Shop();
        var choice = Shop.Update(Kind.Product, "tandem_gold", Shop.To("default_price", "slot-1"));
        var made = (await shop.Apply([NewProduct(Fields.Of(("name", new FieldValue.Text("Gold")), ("active", new FieldValue.Flag(true)))), NewPrice(fields), choice], "together")).Value!;

        var price = Assert.Single(made.Prices);
        Assert.Equal(fields, price.Fields);
        Assert.Equal(("slot-1", "op-1", "tandem_gold"), (price.Mirror, price.Operation, price.ProductId));
        Assert.Equal(new FieldValue.Text(price.Id), made.Products[0].Fields["default_price"]);
        var seen = await shop.Observe("tandem_gold", price.Id);
        Assert.Equal(made.Products[0].Fields, seen.Product!.Fields);
        Assert.Equal(fields, Assert.Single(seen.Prices).Fields);
        Assert.True((await shop.Apply([NewProduct(Fields.Of(("name", new FieldValue.Text("Gold")), ("active", new FieldValue.Flag(true)))), NewPrice(fields), choice], "together")).Value!.WasRepeated);
    }

    [Fact]
    public async Task Every_field_can_be_cleared_and_nothing_else_changes()
    {
        using var shop = new Shop();
        await shop.Done(NewProduct(Fields.Of(
            ("name", new FieldValue.Text("Gold")),
            ("description", new FieldValue.Text("d")),
            ("images", FieldValue.OfTexts(["https://cdn.test/b.png"])),
            ("metadata.brand", new FieldValue.Text("B")),
            ("package_dimensions", WritesTests.Package(1, 2, 3, 4)),
            ("marketing_features", FieldValue.OfTexts(["Fast"])),
            ("statement_descriptor", new FieldValue.Text("GOLD")))));
        shop.Dashboard.EditProduct("tandem_gold", ("metadata[foreign]", "kept"), ("unit_label", "seat"), ("tax_code", "txcd_10103000"), ("url", "https://x.test"));
        var priceId = (await shop.Done(NewPrice(Monthly))).Prices[0].Id;
        await shop.Done(Shop.Update(Kind.Product, "tandem_gold", Shop.To("default_price", "s")), ImmutableDictionary<string, string>.Empty.Add("s", priceId));

        var product = await shop.Done(Shop.Update(
            Kind.Product, "tandem_gold", Shop.To("description", (FieldValue?)null), Shop.To("images", (FieldValue?)null), Shop.To("metadata.brand", (FieldValue?)null), Shop.To("default_price", (FieldValue?)null),
            Shop.To("package_dimensions", (FieldValue?)null), Shop.To("marketing_features", (FieldValue?)null), Shop.To("statement_descriptor", (FieldValue?)null)));
        var price = await shop.Done(Shop.Update(Kind.Price, priceId, Shop.To("nickname", (FieldValue?)null), Shop.To("lookup_key", (FieldValue?)null)));

        Assert.Equal("""{active: true, metadata.foreign: "kept", name: "Gold", tax_code: "txcd_10103000", unit_label: "seat", url: "https://x.test"}""", product.Products[0].Fields.ToString());
        Assert.Equal(Monthly.With("nickname", null).With("lookup_key", null), price.Prices[0].Fields);
        Assert.Equal("doc-1", product.Products[0].Mirror);
        Assert.Equal("op-1", price.Prices[0].Operation);
        var json = shop.Dashboard.Product("tandem_gold")!;
        Assert.Equal("kept", json["metadata"]!["foreign"]!.GetValue<string>());
        var rest = await shop.Done(Shop.Update(Kind.Product, "tandem_gold", Shop.To("tax_code", (FieldValue?)null), Shop.To("unit_label", (FieldValue?)null), Shop.To("url", (FieldValue?)null)));
        Assert.Equal("""{active: true, metadata.foreign: "kept", name: "Gold"}""", rest.Products[0].Fields.ToString());
    }

    [Fact]
    public async Task A_price_is_replaced_and_takes_the_lookup_key_with_it()
    {
        using var shop = new Shop();
        await shop.Done(NewProduct(Fields.Of(("name", new FieldValue.Text("Gold")))));
        var old = (await shop.Done(NewPrice(Monthly))).Prices[0].Id;

        var stolen = await shop.Apply(NewPrice(Monthly.With("unit_amount", new FieldValue.Number(1600))) with { Operation = "op-2" });
        var taken = await shop.Done(NewPrice(Monthly.With("unit_amount", new FieldValue.Number(1600))) with { Operation = "op-3", TakesLookupKey = true });
        var archived = await shop.Done(Shop.Update(Kind.Price, old, Shop.To("active", new FieldValue.Flag(false))));

        Assert.Equal("lookup_key", Assert.IsType<CatalogFault.Refused>(stolen.Fault).Field);
        Assert.Equal(new FieldValue.Text("gold"), taken.Prices[0].Fields["lookup_key"]);
        Assert.Null(archived.Prices[0].Fields["lookup_key"]);
        Assert.Equal(new FieldValue.Flag(false), archived.Prices[0].Fields["active"]);
        Assert.Equal(2, (await shop.Observe("tandem_gold")).Prices.Length);
    }

    [Fact]
    public async Task A_product_made_twice_is_stale_and_the_same_write_twice_is_one()
    {
        using var shop = new Shop();
        var create = NewProduct(Fields.Of(("name", new FieldValue.Text("Gold"))));
        await shop.Apply(create, "same");

        var repeated = await shop.Apply(create, "same");
        var second = await shop.Apply(create, "other");
        var misused = await shop.Apply(NewProduct(Fields.Of(("name", new FieldValue.Text("Silver")))), "same");

        Assert.True(repeated.Value!.WasRepeated);
        Assert.IsType<CatalogFault.Stale>(second.Fault);
        Assert.Contains("bug", Assert.IsType<CatalogFault.Refused>(misused.Fault).Message, StringComparison.Ordinal);
        Assert.Single(shop.Dashboard.Products);
    }

    [Trait("G", "7")]
    [Theory]
    [InlineData(CallFaultKind.CutAfterCommit, false, 1)]
    [InlineData(CallFaultKind.CutBeforeCommit, false, 0)]
    [InlineData(CallFaultKind.MalformedBody, false, 1)]
    [InlineData(CallFaultKind.ErrorAfterCommit, true, 1)]
    [InlineData(CallFaultKind.ErrorBeforeCommit, true, 0)]
    public async Task A_lost_answer_is_unknown_and_the_list_tells_what_became_of_it(CallFaultKind kind, bool wasAnswered, int prices)
    {
        using var shop = new Shop();
        await shop.Done(NewProduct(Fields.Of(("name", new FieldValue.Text("Gold")))));
        shop.World.Faults.Add(new CallFault(kind) { Method = "POST", Times = 1 });

        var written = await shop.Apply(NewPrice(Monthly));
        var seen = await shop.Observe("tandem_gold");

        Assert.Equal(wasAnswered, Assert.IsType<CatalogFault.Unknown>(written.Fault).WasAnswered);
        Assert.Equal(Enumerable.Repeat("op-1", prices), seen.Prices.Select(price => price.Operation));
    }

    [Theory]
    [InlineData(CallFaultKind.RateLimited)]
    [InlineData(CallFaultKind.Conflict)]
    public async Task A_refused_turn_has_no_effect_and_may_be_tried_again_with_its_token(CallFaultKind kind)
    {
        using var shop = new Shop();
        shop.World.Faults.Add(new CallFault(kind) { Method = "POST", Times = 1, RetryAfter = TimeSpan.FromHours(5) });
        var create = NewProduct(Fields.Of(("name", new FieldValue.Text("Gold"))));

        var first = await shop.Apply(create, "t");
        Assert.Empty(shop.Dashboard.Products);
        var second = await shop.Apply(create, "t");

        Assert.True(first.Fault is CatalogFault.Throttled or CatalogFault.Unknown { WasAnswered: false });
        Assert.True(first.Fault is not CatalogFault.Throttled { RetryAfter: var wait } || wait is null || wait <= TimeSpan.FromHours(1));
        Assert.Single(second.Value!.Products);
    }

    [Fact]
    public async Task The_real_rate_limit_of_test_mode_is_throttled_and_passes()
    {
        using var shop = new Shop(world: world => world with { TestRate = 2 });
        var product = shop.Product();

        var first = await shop.Catalog.Observe(new Question { ProductId = product }, default);
        shop.Clock.Advance(TimeSpan.FromSeconds(5));
        var located = await shop.Catalog.Locate(new ObjectId(Side.Stripe, Kind.Product, product), default);

        Assert.Equal("global-rate", Assert.IsType<CatalogFault.Throttled>(first.Fault).Reason);
        Assert.Null(located.Fault);
    }

    [Fact]
    public async Task The_real_rate_limit_of_one_endpoint_is_told_apart_and_keeps_no_other_endpoint_waiting()
    {
        using var shop = new Shop(world: world => world with { TestRate = 100, EndpointRate = 2 });
        var product = shop.Product();

        var first = await shop.Catalog.Observe([.. Enumerable.Repeat(new Question { ProductId = product }, 3)], default);
        var located = await shop.Catalog.Identify(default);

        Assert.Equal("endpoint-rate", Assert.IsType<CatalogFault.Throttled>(first.Fault ?? first.Value!.Each.Select(each => each.Fault).First(fault => fault is not null)).Reason);
        Assert.Null(located.Fault);
    }

    [Fact]
    public async Task Active_archived_and_deleted_prices_are_told_apart()
    {
        using var shop = new Shop();
        var product = shop.Product();
        var active = shop.Price(product, ("unit_amount", "100"));
        var archived = shop.Price(product, ("unit_amount", "200"), ("active", "false"));
        var deleted = shop.Price(product, ("unit_amount", "300"));
        var elsewhere = shop.Price(shop.Product("Other"), ("unit_amount", "400"));
        shop.Dashboard.DeletePrice(deleted);
        var reads = shop.World.Calls.Reads;

        var seen = await shop.Observe(product, active, archived);
        var wide = await shop.Observe(product, active, archived, deleted, elsewhere);

        Assert.Equal(3, shop.World.Calls.Reads - reads - 5);
        Assert.Equal(new[] { active, archived }.Order(StringComparer.Ordinal), seen.Prices.Select(price => price.Id).Order(StringComparer.Ordinal));
        Assert.Equal([deleted], wide.Gone);
        Assert.Contains(wide.Prices, price => price.Id == elsewhere && price.ProductId != product);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_product_that_was_deleted_in_the_dashboard_is_gone_with_its_prices(bool stubs)
    {
        using var shop = new Shop(world: world => world with { DeletedPricesLeaveStubs = stubs });
        var product = shop.Product();
        var price = shop.Price(product, ("unit_amount", "100"));
        shop.Dashboard.DeleteProduct(product);

        var seen = await shop.Observe(product, price);

        Assert.Null(seen.Product);
        Assert.Equal(new[] { product, price }.Order(StringComparer.Ordinal), seen.Gone.Order(StringComparer.Ordinal));
        Assert.Empty(seen.Prices);
    }

    [Fact]
    public async Task More_prices_than_a_page_holds_are_all_seen()
    {
        using var shop = new Shop(options => options with { PageLimit = 3 });
        var product = shop.Product();
        var ids = Enumerable.Range(1, 10).Select(number => shop.Price(product, ("unit_amount", $"{number}00"), ("active", number % 3 == 0 ? "false" : "true"))).ToList();

        var seen = await shop.Observe(product);

        Assert.Equal(ids.Order(StringComparer.Ordinal), seen.Prices.Select(price => price.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Tiers_and_amounts_chosen_by_customers_and_other_currencies_are_shown()
    {
        using var shop = new Shop();
        var product = shop.Product();
        var tiered = shop.Price(
            product, ("billing_scheme", "tiered"), ("tiers_mode", "graduated"), ("recurring[interval]", "month"), ("tiers[0][up_to]", "10"), ("tiers[0][unit_amount]", "5"), ("tiers[1][up_to]", "inf"), ("tiers[1][flat_amount]", "3"));
        var custom = shop.Price(product, ("custom_unit_amount[enabled]", "true"), ("custom_unit_amount[minimum]", "100"));
        var many = shop.Price(product, ("unit_amount", "100"), ("currency_options[eur][unit_amount]", "90"), ("currency_options[jpy][custom_unit_amount][enabled]", "true"));

        var seen = (await shop.Observe(product)).Prices.ToDictionary(price => price.Id);

        Assert.All(seen.Values, price => Assert.Empty(price.Refused));
        Assert.Equal("[{unit_amount: 5, up_to: 10}, {flat_amount: 3}]", $"{seen[tiered].Fields["tiers"]}");
        Assert.Equal("{enabled: true, minimum: 100}", $"{seen[custom].Fields["custom_unit_amount"]}");
        Assert.Equal("{eur: {unit_amount: 90}, jpy: {custom_unit_amount: {enabled: true}}}", $"{seen[many].Fields["currency_options"]}");
    }

    [Fact]
    public async Task Tiers_in_other_currencies_are_asked_for_by_name_and_written()
    {
        using var shop = new Shop();
        var product = shop.Product();
        var price = shop.Price(
            product, ("billing_scheme", "tiered"), ("tiers_mode", "volume"), ("recurring[interval]", "month"), ("tiers[0][up_to]", "10"), ("tiers[0][unit_amount]", "5"), ("tiers[1][up_to]", "inf"), ("tiers[1][unit_amount]", "3"),
            ("currency_options[eur][tiers][0][up_to]", "inf"), ("currency_options[eur][tiers][0][flat_amount]", "900"));

        var seen = Assert.Single((await shop.Observe(product, price)).Prices);

        Assert.Equal("{eur: {tiers: [{flat_amount: 900}]}}", $"{seen.Fields["currency_options"]}");
        var wanted = new FieldValue.Group(((FieldValue.Group)seen.Fields["currency_options"]!).Fields.With("gbp", new FieldValue.Group(Fields.Of(("tiers", seen.Fields["tiers"])))));
        var written = await shop.Done(Shop.Update(Kind.Price, price, new FieldChange("currency_options", seen.Fields["currency_options"], wanted)));
        Assert.Equal(wanted, written.Prices[0].Fields["currency_options"]);
        Assert.Equal(wanted, Assert.Single((await shop.Observe(product)).Prices).Fields["currency_options"]);
    }

    [Fact]
    public async Task An_answer_that_hides_tiers_in_other_currencies_is_no_view()
    {
        using var shop = new Shop();
        var price = shop.Price(
            shop.Product(), ("billing_scheme", "tiered"), ("tiers_mode", "volume"), ("recurring[interval]", "month"), ("tiers[0][up_to]", "inf"), ("tiers[0][unit_amount]", "5"),
            ("currency_options[eur][tiers][0][up_to]", "inf"), ("currency_options[eur][tiers][0][unit_amount]", "4"));

        var written = await shop.Done(Shop.Update(Kind.Price, price, Shop.To("nickname", "Gold")));

        Assert.True(written.WasRepeated);
        Assert.Empty(written.Prices);
    }

    [Fact]
    public async Task Another_currency_is_added_to_a_price_and_the_rest_stays()
    {
        using var shop = new Shop();
        var price = shop.Price(shop.Product(), ("unit_amount", "100"), ("currency_options[eur][unit_amount]", "90"), ("currency_options[eur][tax_behavior]", "inclusive"));
        FieldValue Option(int amount, string? tax = null) => new FieldValue.Group(Fields.Of(("unit_amount", new FieldValue.Number(amount)), ("tax_behavior", FieldValue.OfText(tax))));
        var (before, after) = (new FieldValue.Group(Fields.Of(("eur", Option(90, "inclusive")))), new FieldValue.Group(Fields.Of(("eur", Option(95, "inclusive")), ("jpy", Option(15000)))));

        var written = await shop.Done(Shop.Update(Kind.Price, price, new FieldChange("currency_options", before, after)));

        Assert.Equal(after, written.Prices[0].Fields["currency_options"]);
    }

    private static Change.Create NewProduct(Fields fields) =>
        new() { Side = Side.Stripe, Kind = Kind.Product, Reason = "test", Id = "tandem_gold", Fields = fields, Mirror = "doc-1" };

    private static Change.Create NewPrice(Fields fields) =>
        new() { Side = Side.Stripe, Kind = Kind.Price, Reason = "test", Fields = fields, ProductId = "tandem_gold", Slot = "slot-1", Mirror = "slot-1", Operation = "op-1" };
}
