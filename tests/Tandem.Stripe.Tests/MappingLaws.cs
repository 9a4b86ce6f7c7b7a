using CsCheck;
using Tandem.Core;

namespace Tandem.Stripe.Tests;

/// <summary>What is written is what is read again, for every value that Stripe takes.</summary>
public sealed class MappingLaws
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Pick("a", "A & B=1", "ä 製品 🚀", "x+y%20", "[0]", "\"q\" \\ \n line", "null", "0"),
        Gen.String[Gen.Char[' ', '\uD7FF'], 1, 40].Select(text => text.Replace('\u00A0', '_').Trim()).Where(text => text.Length > 0));

    private static readonly Gen<FieldValue?> Text = Gen.Frequency((1, Gen.Const((FieldValue?)null)), (4, Word.Select(FieldValue.OfText)));

    private static readonly Gen<string> Address = Word.Select(word => "https://cdn.test/" + Uri.EscapeDataString(word) + "?w=100&fit=max");

    private static readonly Gen<decimal> Size = Gen.Int[1, 99_999].Select(hundredths => hundredths / 100m);

    // Stripe cannot forget whether a product is shipped, so that one is always said.
    private static readonly Gen<Fields> Rare = Gen.Select(
            Maybe(Pick("txcd_10103000", "txcd_99999999")), Maybe(Pick("seat", "kg", "Stück")), Maybe(Address), Maybe(Pick("TANDEM", "Shop 24 a")), Gen.Bool, Gen.Select(Size, Size, Size, Size), Word.Array[0, 15])
        .Select((tax, unit, url, descriptor, shippable, sizes, features) => Fields.Of(
            ("tax_code", FieldValue.OfText(tax)),
            ("unit_label", FieldValue.OfText(unit)),
            ("url", FieldValue.OfText(url)),
            ("statement_descriptor", FieldValue.OfText(descriptor)),
            ("shippable", new FieldValue.Flag(shippable)),
            ("package_dimensions", tax is null ? null : WritesTests.Package(sizes.Item1, sizes.Item2, sizes.Item3, sizes.Item4)),
            ("marketing_features", FieldValue.OfTexts(features))));

    private static readonly Gen<Fields> Product = Gen.Select(Word, Text, Gen.Bool, Address.Array[0, 8], Text, Rare)
        .Select((name, description, active, images, brand, rare) => rare
            .With("name", FieldValue.OfText(name))
            .With("description", description)
            .With("active", new FieldValue.Flag(active))
            .With("images", FieldValue.OfTexts(images))
            .With("metadata.brand", brand)
            .With("metadata.order.id no. 1", brand is null ? FieldValue.OfText(name) : null));

    private static readonly Gen<decimal> Amount = Gen.OneOf(
        Pick(0m, 1m, 99_999_999m, 0.000000000001m, 123.45m, 100.0000m),
        Gen.Select(Gen.Long[0, 99_999_999], Gen.Int[0, 12]).Select((digits, scale) => new decimal((int)digits, 0, 0, isNegative: false, (byte)scale)));

    private static readonly Gen<FieldValue?> Recurring = Gen.Frequency(
        (1, Gen.Const((FieldValue?)null)),
        (3, Gen.Select(Pick("day", "week", "month", "year"), Gen.Int[1, 3], Gen.Bool, Gen.Int[0, 30]).Select(FieldValue? (interval, count, isMetered, trial) => new FieldValue.Group(
            Fields.Of(
                ("interval", new FieldValue.Text(interval)),
                ("interval_count", new FieldValue.Number(count)),
                ("trial_period_days", trial > 0 ? new FieldValue.Number(trial) : null),
                ("usage_type", isMetered ? new FieldValue.Text("metered") : null),
                ("meter", isMetered ? new FieldValue.Text("mtr_1") : null))))));

    private static readonly Gen<FieldValue> Whole = Gen.Int[0, 99_999].Select(FieldValue (amount) => new FieldValue.Number(amount * 100));

    private static readonly Gen<FieldValue> Tiers = Gen.Select(Whole, Whole, Gen.Int[0, 2]).Array[1, 5].Select(FieldValue (tiers) => new FieldValue.List([.. tiers.Select(FieldValue (tier, index) => Group(
        ("up_to", index == tiers.Length - 1 ? null : new FieldValue.Number((index + 1) * 10)), ("unit_amount", tier.Item3 == 0 ? null : tier.Item1), ("flat_amount", tier.Item3 == 1 ? null : tier.Item2)))]));

    // One amount, tiers, or what the customer chooses.
    private static readonly Gen<Fields> Charged = Gen.OneOf(
        Gen.Select(Amount, Maybe(Pick("up", "down")), Gen.Int[1, 9]).Select((amount, round, size) => Fields.Of(
            ("unit_amount", new FieldValue.Number(amount)), ("transform_quantity", round is null ? null : Group(("divide_by", new FieldValue.Number(size)), ("round", new FieldValue.Text(round)))))),
        Gen.Select(Tiers, Pick("graduated", "volume")).Select((tiers, mode) => Fields.Of(("tiers_mode", new FieldValue.Text(mode)), ("tiers", tiers))),
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]).Select((limits, least) => Fields.Of(("custom_unit_amount", Group(
            ("enabled", new FieldValue.Flag(true)), ("minimum", limits > 0 ? new FieldValue.Number(least * 100) : null),
            ("maximum", limits > 1 ? new FieldValue.Number((least + 9) * 100) : null), ("preset", limits > 2 ? new FieldValue.Number((least + 1) * 100) : null))))));

    private static Gen<FieldValue?> Currencies(string way, Gen<FieldValue> value) => Gen.Select(Pick("gbp", "cad", "chf"), value, Maybe(Pick("inclusive", "exclusive"))).Array[0, 3].Select(options => options.Length == 0
        ? null
        : (FieldValue)Group(options.Select(option => (option.Item1, (FieldValue?)Group((way, option.Item2), ("tax_behavior", FieldValue.OfText(option.Item3)))))));

    private static readonly Gen<Fields> Price = Gen.Select(Pick("usd", "eur", "jpy", "kwd", "isk"), Charged, Recurring, Gen.Bool, Text, Maybe(Pick("inclusive", "exclusive")), Gen.Select(Currencies("unit_amount", Whole), Currencies("tiers", Tiers)))
        .Select((currency, charged, recurring, active, nickname, tax, others) => charged
            .With("tax_behavior", FieldValue.OfText(tax))
            .With("currency", new FieldValue.Text(currency))
            .With("recurring", recurring)
            .With("active", new FieldValue.Flag(active))
            .With("nickname", nickname)
            .With("currency_options", charged["tiers"] is null ? others.Item1 : others.Item2))
        .Where(price => (price["tiers"] is null || price["recurring"] is not null) && (price["custom_unit_amount"] is null || price["recurring"] is null))
        .Where(price => price["unit_amount"] is not FieldValue.Number amount || Currency.Check(((FieldValue.Text)price["currency"]!).Value, amount.Value) is null);

    [Fact]
    public async Task A_product_shows_exactly_what_it_was_made_with_and_then_changed_to() =>
        await Gen.Select(Product, Product).SampleAsync(
            async (made, wanted) =>
            {
                using var shop = new Shop();
                var created = await shop.Done(new Change.Create { Side = Side.Stripe, Kind = Kind.Product, Reason = "law", Id = "tandem_1", Fields = made, Mirror = "doc" });
                var names = made.Names.Union(wanted.Names).Where(name => !Equals(made[name], wanted[name])).ToList();
                if (names.Count == 0)
                {
                    return made.Equals(created.Products[0].Fields);
                }

                var updated = await shop.Done(Shop.Update(Kind.Product, "tandem_1", [.. names.Select(name => new FieldChange(name, made[name], wanted[name]))]));
                return made.Equals(created.Products[0].Fields)
                    && wanted.Equals(updated.Products[0].Fields)
                    && wanted.Equals((await shop.Observe("tandem_1")).Product!.Fields)
                    && updated.Products[0].Mirror == "doc";
            },
            iter: 300);

    [Trait("G", "23")]
    [Fact]
    public async Task A_price_shows_exactly_what_it_was_made_with() =>
        await Price.SampleAsync(
            async fields =>
            {
                using var shop = new Shop();
                var product = shop.Product();
                var made = await shop.Done(new Change.Create
                {
                    Side = Side.Stripe, Kind = Kind.Price, Reason = "law", Fields = fields, ProductId = product, Mirror = "slot", Operation = "op",
                });
                return fields.Equals(made.Prices[0].Fields) && fields.Equals((await shop.Observe(product)).Prices[0].Fields);
            },
            iter: 300);

    private static FieldValue.Group Group(params IEnumerable<(string Name, FieldValue? Value)> parts) => new(Fields.Of(parts));

    private static Gen<string?> Maybe(Gen<string> text) => Gen.Frequency((1, Gen.Const((string?)null)), (2, text.Select(string? (some) => some)));

    private static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
