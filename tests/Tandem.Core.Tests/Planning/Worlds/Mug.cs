using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>One product with one price, both sides in step, and what may happen to it in few words.</summary>
internal static class Mug
{
    public const string Document = "mug";
    public const string Slot = "mug-eur";
    public const string StripeId = "prod_1";
    public const string PriceId = "price_1";

    public static ProductKey Key { get; } = new("shop", Document);

    public static ProductRecord Blank { get; } = new() { Key = Key };

    public static Fields Product { get; } = Of((FieldNames.Active, true), (FieldNames.Name, "Mug"));

    public static Fields Price { get; } = Of((FieldNames.Active, true), (FieldNames.Currency, "eur"), (FieldNames.UnitAmount, 1000));

    /// <summary>Linked, with its price as the default, and everything as it was agreed.</summary>
    public static Situation InStep { get; } = new()
    {
        Record = Blank with
        {
            StripeId = StripeId, Link = LinkState.Live, Revision = "r1", Agreed = Agreed(Kind.Product, Product.With(FieldNames.DefaultPrice, Text(Slot))),
            Slots = [new SlotRecord { Slot = Slot, PriceId = PriceId, Agreed = Agreed(Kind.Price, Price), Revision = "r2" }],
        },
        Sanity = new Observation
        {
            Product = new ProductView { Id = Document, Revision = "r1", Mirror = StripeId, Fields = Product.With(FieldNames.DefaultPrice, Text(Slot)) },
            Prices = [new PriceView { Id = Slot, Revision = "r2", Mirror = PriceId, ProductId = Document, Fields = Price }],
        },
        Stripe = new Observation
        {
            Product = new ProductView { Id = StripeId, Mirror = Document, Fields = Product.With(FieldNames.DefaultPrice, Text(PriceId)) },
            Prices = [new PriceView { Id = PriceId, Mirror = Slot, ProductId = StripeId, Fields = Price }],
        },
        Policy = Policy.Default,
    };

    /// <summary>A document with its price that nobody has ever seen.</summary>
    public static Situation New { get; } = InStep with
    {
        Record = Blank,
        Sanity = new Observation
        {
            Product = InStep.Sanity.Product! with { Mirror = null },
            Prices = [InStep.Sanity.Prices[0] with { Mirror = null }],
        },
        Stripe = Observation.Nothing,
    };

    /// <summary>A Stripe product with its price that nobody has ever seen.</summary>
    public static Situation Foreign { get; } = InStep with
    {
        Record = new ProductRecord { Key = ProductKey.ForStripe("shop", StripeId) },
        Sanity = Observation.Nothing,
        Stripe = new Observation
        {
            Product = InStep.Stripe.Product! with { Mirror = null },
            Prices = [InStep.Stripe.Prices[0] with { Mirror = null }],
        },
    };

    public static Plan Plan(this Situation seen) => Planner.Plan(seen);

    public static Situation Recorded(this Situation seen, Func<ProductRecord, ProductRecord> change) => seen with { Record = change(seen.Record) };

    public static Situation RecordedSlot(this Situation seen, Func<SlotRecord, SlotRecord> change) =>
        seen.Recorded(record => record with { Slots = [.. record.Slots.Select(slot => slot.Slot == Slot ? change(slot) : slot)] });

    /// <summary>The product document, as it shows now.</summary>
    public static Situation InSanity(this Situation seen, Func<ProductView, ProductView?> change) =>
        seen with { Sanity = seen.Sanity with { Product = change(seen.Sanity.Product!) } };

    public static Situation InSanity(this Situation seen, params (string Field, object? Value)[] fields) =>
        seen.InSanity(product => product with { Fields = product.Fields.Set(fields) });

    /// <summary>The Stripe product, as it shows now.</summary>
    public static Situation InStripe(this Situation seen, Func<ProductView, ProductView?> change) =>
        seen with { Stripe = seen.Stripe with { Product = change(seen.Stripe.Product!) } };

    public static Situation InStripe(this Situation seen, params (string Field, object? Value)[] fields) =>
        seen.InStripe(product => product with { Fields = product.Fields.Set(fields) });

    /// <summary>The price document, as it shows now.</summary>
    public static Situation OnDocument(this Situation seen, Func<PriceView, PriceView> change) =>
        seen with { Sanity = seen.Sanity with { Prices = [.. seen.Sanity.Prices.Select(price => price.Id == Slot ? change(price) : price)] } };

    public static Situation OnDocument(this Situation seen, params (string Field, object? Value)[] fields) =>
        seen.OnDocument(price => price with { Fields = price.Fields.Set(fields) });

    /// <summary>The Stripe price, as it shows now.</summary>
    public static Situation OnPrice(this Situation seen, Func<PriceView, PriceView> change) =>
        seen with { Stripe = seen.Stripe with { Prices = [.. seen.Stripe.Prices.Select(price => price.Id == PriceId ? change(price) : price)] } };

    public static Situation OnPrice(this Situation seen, params (string Field, object? Value)[] fields) =>
        seen.OnPrice(price => price with { Fields = price.Fields.Set(fields) });

    public static Situation DocumentGone(this Situation seen) =>
        seen with { Sanity = new Observation { Gone = [seen.Key.DocumentId, .. seen.Sanity.Prices.Select(price => price.Id)] } };

    public static Situation ProductGone(this Situation seen) => seen with { Stripe = new Observation { Gone = [StripeId, PriceId] } };

    public static Situation PriceDocumentGone(this Situation seen) => seen with { Sanity = seen.Sanity with { Prices = [], Gone = [Slot] } };

    public static Situation PriceGone(this Situation seen) =>
        seen.InStripe((FieldNames.DefaultPrice, null)) with { Stripe = seen.Stripe with { Product = seen.InStripe((FieldNames.DefaultPrice, null)).Stripe.Product, Prices = [], Gone = [PriceId] } };

    /// <summary>One more price in Stripe.</summary>
    public static Situation With(this Situation seen, PriceView price) => seen with { Stripe = seen.Stripe with { Prices = [.. seen.Stripe.Prices, price] } };

    /// <summary>One more price document.</summary>
    public static Situation WithDocument(this Situation seen, PriceView price) => seen with { Sanity = seen.Sanity with { Prices = [.. seen.Sanity.Prices, price] } };

    public static Situation Writing(this Situation seen, IntentState state, params Change[] changes) => seen with
    {
        Intents = [.. seen.Intents, new Intent { Token = $"t{seen.Intents.Length + 1}", Key = seen.Key, Side = changes[0].Side, Operation = "o", At = default, State = state, Changes = [.. changes] }],
    };

    public static PriceView StripePrice(string id, params (string, object?)[] fields) => new() { Id = id, ProductId = StripeId, Fields = Price.Set(fields) };

    public static Change.Update Update(Side side, Kind kind, string id, params (string Field, object? To)[] fields) => new()
    {
        Side = side, Kind = kind, Id = id, Reason = "r", Fields = [.. fields.Select(field => new FieldChange(field.Field, null, Value(field.To)))],
    };

    public static Fields Of(params (string Field, object? Value)[] fields) => Fields.None.Set(fields);

    public static Fields Set(this Fields shown, params (string Field, object? Value)[] fields) =>
        fields.Aggregate(shown, (all, field) => all.With(field.Field, Value(field.Value)));

    /// <summary>Everything agreed as it shows, unset fields too.</summary>
    public static ImmutableSortedDictionary<string, AgreedValue> Agreed(Kind kind, Fields fields) => Policy.Default.RulesOf(kind)
        .Aggregate(ProductRecord.NoneAgreed, (agreed, rule) => agreed.SetItem(rule.Field, new AgreedValue(fields[rule.Field], fields[rule.Field])));

    public static FieldValue Text(string text) => new FieldValue.Text(text);

    public static FieldValue Flag(bool flag) => new FieldValue.Flag(flag);

    public static FieldValue? Value(object? value) => value switch
    {
        null => null,
        string text => new FieldValue.Text(text),
        bool flag => new FieldValue.Flag(flag),
        int number => new FieldValue.Number(number),
        _ => (FieldValue)value,
    };

    /// <summary>The same after a person has ruled on what is held of it.</summary>
    public static Situation Ruled(this Situation seen, Ruling ruling) => seen with { Held = [.. seen.Plan().Held.Select(held => held with { Ruling = ruling })] };

    /// <summary>The writes of a plan in order, a short line each; what a write does not do is not in it.</summary>
    public static string[] Writes(this Plan plan) => [.. plan.Changes.Select(Line)];

    public static string Line(Change change) => string.Join(' ', Words(change).Where(word => word.Length > 0));

    private static IEnumerable<string> Words(Change change) =>
    [
        $"{change.Side}".ToLowerInvariant(),
        .. change switch
        {
            Change.Create create => (string[])
            [
                $"makes {$"{create.Kind}".ToLowerInvariant()} {create.Id ?? create.Slot} {create.Fields}", Told("of", create.ProductId), create.TakesLookupKey ? "taking the key" : "", List("adding", create.AddPrices),
            ],
            Change.Update update =>
            [
                $"writes {update.Id}", Told("@", update.Revision), string.Join(", ", update.Fields), update.TakesLookupKey ? "taking the key" : "", List("adding", update.AddPrices),
                .. update.Drafts.Select(draft => $"[{draft.Id} @ {draft.Revision}{(draft.Fields.IsEmpty ? "" : " ")}{string.Join(", ", draft.Fields)}{(draft.Mirror is null ? "" : $" mirror {draft.Mirror}")}]"),
            ],
            _ => [$"{change}"],
        },
        change.Mirror is "" ? "mirror cleared" : Told("mirror", change.Mirror),
        change.MirrorsPrice ? "mirrors its price" : "",
    ];

    private static string Told(string word, string? value) => value is null ? "" : $"{word} {value}";

    private static string List(string word, ImmutableArray<string> values) => values.IsEmpty ? "" : $"{word} {string.Join(' ', values)}";
}
