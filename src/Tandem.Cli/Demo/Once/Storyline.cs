using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli.Demo;

/// <summary>The scenes of <c>tandem demo --once</c>, in order: what a shop sees in a year, in half a minute.</summary>
/// <param name="stage">Where it plays.</param>
/// <param name="rehearsal">Who waits.</param>
internal sealed partial class Storyline(Stage stage, Rehearsal rehearsal)
{
    private const string Notebook = "product-notebook";
    private const string Lamp = "product-lamp";
    private const string LampPrice = "price-lamp-eur";
    private const string Membership = "product-membership";
    private const string Mug = "product-mug";

    /// <summary>How often the restarted service sweeps, so that nobody has to wait 15 minutes for it.</summary>
    private static readonly ImmutableDictionary<Variable, string> QuickSweeps = ImmutableDictionary<Variable, string>.Empty
        .Add(EngineVariables.StripeSweep, "2s").Add(EngineVariables.SanitySweep, "2s");

    private string _fromStripe = "";

    /// <summary>The scenes.</summary>
    public ImmutableArray<Step> Steps =>
    [
        FirstContact, CreatedInTheStudio, CreatedInTheDashboard, EditedInTheStudio, EditedInTheDashboard, AmountChanged, PricedInTheDashboard,
        EditedInTheFlagWindow, DoubledAndLate, Conflict, UnpublishedAndBack, Idle, Crash, LostWebhooks, QuietSweeps,
    ];

    private Step FirstContact => new(
        "First start: Sanity has three products, Stripe none; all of them arrive",
        cancellation => stage.Start(ImmutableDictionary<Variable, string>.Empty, cancellation),
        () => [.. Expect(stage.StandIns.Stripe.Dashboard.Products.Length == 3, "there are not 3 products in Stripe"), .. Unequal()]);

    private Step CreatedInTheStudio => new(
        "Created in the Studio: silence while it is a draft, in Stripe with its prices once published",
        async cancellation =>
        {
            stage.Author.Draft("mug", "Enamel Mug", "Chip-proof, for the campfire and the desk.", new NewPrice(1650, "eur"), new NewPrice(1800, "usd"));
            await StaysSilent("a draft", cancellation);
            stage.Author.Publish(Mug);
        },
        () => [.. Expect(Sold(Mug) is { } mug && PricesOf(mug).Length == 2, "the mug with its two prices is not in Stripe"), .. Unequal()]);

    private Step CreatedInTheDashboard => new(
        "Created in the Dashboard: a published product with its price in Sanity",
        _ =>
        {
            _fromStripe = stage.StandIns.Stripe.Dashboard.CreateProduct(
                ("name", "Gift Card"), ("description", "For somebody who has everything."), ("default_price_data[unit_amount]", "5000"), ("default_price_data[currency]", "eur")).Text("id")!;
            return Task.CompletedTask;
        },
        () => [.. Expect(Document($"stripeProduct-{_fromStripe}") is not null, "the gift card has no document"), .. Unequal()]);

    private Step EditedInTheStudio => new(
        "Edited in the Studio: one write at Stripe",
        async cancellation =>
        {
            stage.StandIns.Sanity.Editor.Set(Notebook, "name", "Field Notebook, A5");
            await StaysSilent("an unpublished edit", cancellation);
            stage.StandIns.Sanity.Editor.Publish(Notebook);
        },
        () => Shows(Sold(Notebook), "name", "Field Notebook, A5"))
    {
        Cost = calls => AtMost(calls, new Tally(StripeReads: 3, StripeWrites: 1, SanityReads: 2, SanityWrites: 0)),
    };

    private Step EditedInTheDashboard => new(
        "Edited in the Dashboard: updatedFromStripe is set with it, and cleared two seconds later",
        async cancellation =>
        {
            Edit(Lamp, ("name", "Dusk Lamp, dimmable"));
            await rehearsal.Until(() => Document(Lamp).Flag("updatedFromStripe"), cancellation);
            Demand(Document(Lamp).Flag("updatedFromStripe"), "updatedFromStripe was never set");
        },
        () => Shows(Document(Lamp), "name", "Dusk Lamp, dimmable"))
    {
        Cost = calls => AtMost(calls, new Tally(StripeReads: 3, StripeWrites: 0, SanityReads: 2, SanityWrites: 2)),
    };

    private Step AmountChanged => new(
        "Amount changed: new price, new default, old price archived; never without a price",
        _ =>
        {
            stage.StandIns.Sanity.Editor.SetAndPublish(LampPrice, "unit_amount", 14900);
            return Task.CompletedTask;
        },
        () => HasReplaced(Lamp, "eur", 14900, 12900));

    private Step PricedInTheDashboard => new(
        "New default price in the Dashboard, the old one archived: the documents follow",
        _ =>
        {
            var card = _fromStripe;
            var old = stage.StandIns.Stripe.Dashboard.Product(card).Text("default_price")!;
            var price = stage.StandIns.Stripe.Dashboard.CreatePrice(("product", card), ("unit_amount", "7500"), ("currency", "eur"), ("nickname", "Large")).Text("id")!;
            Edit(Document($"stripeProduct-{card}").Text("_id")!, ("default_price", price));
            stage.StandIns.Stripe.Dashboard.ArchivePrice(old);
            return Task.CompletedTask;
        },
        () =>
        {
            var prices = ContentProduct.Find(stage.StandIns.Sanity, $"stripeProduct-{_fromStripe}")!.Prices;
            return
            [
                .. Expect(prices.Count(price => price.Published.Flag("active") && price.Published.Number("unit_amount") == 7500) == 1, "there is not one active document of 75.00 EUR"),
                .. Expect(prices.Count(price => !price.Published.Flag("active") && price.Published.Number("unit_amount") == 5000) == 1, "the document of 50.00 EUR is not inactive"),
                .. Unequal(),
            ];
        });

    // The product of Stripe that carries a document's id.
    private JsonObject? Sold(string document) =>
        stage.StandIns.Stripe.Dashboard.Products.FirstOrDefault(product => product.Text("metadata", "sanity_id") == document);

    private JsonObject? Document(string id) => stage.StandIns.Sanity.Document(id);

    private ImmutableArray<JsonObject> PricesOf(JsonObject? product) =>
        product is null ? [] : stage.StandIns.Stripe.Dashboard.PricesOf(product.Text("id")!);

    private void Edit(string document, params (string Name, string Value)[] form) =>
        stage.StandIns.Stripe.Dashboard.EditProduct(Document(document).Text("stripeProductId")!, form);

    private IEnumerable<string> Unequal() => Comparison.Differences(stage.StandIns);

    // While nothing is published, the service has nothing to do: no call at all.
    private async Task StaysSilent(string what, CancellationToken cancellation)
    {
        var before = Tally.Of(stage.StandIns);
        await rehearsal.UntilQuiet(cancellation);
        var calls = Tally.Of(stage.StandIns) - before;
        Demand(calls.Writes == 0, $"{what} has led to {calls.Writes} writes");
    }

    private IEnumerable<string> HasReplaced(string product, string currency, long amount, long before)
    {
        var sold = Sold(product);
        var prices = PricesOf(sold).Where(price => price.Text("currency") == currency).ToList();
        var now = prices.Where(price => price.Flag("active")).ToList();
        var old = prices.FirstOrDefault(price => price.Number("unit_amount") == before);
        return
        [
            .. Expect(now is [var only] && only.Number("unit_amount") == amount, $"{product} has not exactly one active {currency} price, of {amount}"),
            .. Expect(prices.Count(price => price.Number("unit_amount") == amount) == 1, $"{product} has not exactly one {currency} price of {amount}, archived ones included"),
            .. Expect(old?.Flag("active") == false, $"the old {currency} price of {product} is not archived"),
            .. Expect(now is [var current] && sold.Text("default_price") == current.Text("id"), "the default price is another"),
            .. Unequal(),
        ];
    }

    private static IEnumerable<string> Shows(JsonObject? shown, string field, string value) =>
        Expect(shown.Text(field) == value, $"{field} shows \"{shown.Text(field)}\" instead of \"{value}\"");

    private static IEnumerable<string> AtMost(Tally calls, Tally limit) =>
    [
        .. Expect(calls.StripeReads <= limit.StripeReads, $"{calls.StripeReads} reads at Stripe, promised were {limit.StripeReads} at most"),
        .. Expect(calls.StripeWrites <= limit.StripeWrites, $"{calls.StripeWrites} writes at Stripe, promised were {limit.StripeWrites} at most"),
        .. Expect(calls.SanityReads <= limit.SanityReads, $"{calls.SanityReads} reads at Sanity, promised were {limit.SanityReads} at most"),
        .. Expect(calls.SanityWrites <= limit.SanityWrites, $"{calls.SanityWrites} writes at Sanity, promised were {limit.SanityWrites} at most"),
    ];

    private static IEnumerable<string> Expect(bool holds, string otherwise) => holds ? [] : [otherwise];

    /// <summary>As <see cref="Expect"/>, for what cannot come true later.</summary>
    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private async Task<bool> HasJournal(Func<JournalEntry, bool> line, CancellationToken cancellation) =>
        (await stage.Journal(0, 200, cancellation)).Any(line);
}
