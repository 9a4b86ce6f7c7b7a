using System.Globalization;

namespace Tandem.Benchmarks;

/// <summary>How long <c>tandem apply</c> takes for a whole catalogue beside what the vendors' limits alone allow, and what a kill in the middle leaves behind.</summary>
internal static class Import
{
    private const int Usual = 10_000;
    private const double Target = 1.15;
    private const int Sigkill = 137;

    /// <summary>When an import is killed: after so many writes a product, which is in the middle of it both ways.</summary>
    private const double WritesBeforeKill = 1.5;

    /// <summary>Calls a second that Stripe takes at one endpoint.</summary>
    private const double EndpointRate = 25;

    private static readonly string[] Apply = ["apply", "--yes"];

    private static int Products =>
        int.TryParse(Environment.GetEnvironmentVariable("TANDEM_BENCH_PRODUCTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : Usual;

    /// <summary>Measures imports that nothing disturbs.</summary>
    public static async Task Measure(string root, Page page)
    {
        var products = Products;
        page.Part(
            "Import",
            $"""
            `./tandem apply --yes` with {products} products of 2 prices each on one side and nothing on the other, between stand-ins that refuse with 429 what is above the vendors' limits in live mode:
            100 calls a second to Stripe, {EndpointRate:0} of them to one endpoint, 25 transactions and 500 calls a second to Sanity. *Limits alone*: the writes that cannot be saved to the endpoint that is the
            bottleneck, at its limit without a pause: into Sanity, 2 prices a product learn their documents' ids; into Stripe, 1 product is made with its default price, and 1 price. The default budgets.
            """);
        page.Table("import", "limits alone", "measured", "ratio", "target", "processor time", "refused with 429", "peak memory", "products and prices afterwards", "`plan`, and again");
        await Whole(root, page, "Stripe → empty dataset", products, Sell, 2 * products / EndpointRate);
        await Whole(root, page, "Sanity → empty account", products, Publish, products / EndpointRate);
        page.Line();
    }

    /// <summary>Kills imports in their middle.</summary>
    public static async Task Kill(string root, Page page)
    {
        var products = Products;
        page.Part(
            "Import, killed",
            $"""
            The same imports of {products} products, killed with SIGKILL after {WritesBeforeKill * products:0} writes and given again: `./tandem apply --yes` once more, with nothing in between. Writes are counted at the stand-ins, also
            those that they refuse with 429.
            """);
        page.Table("import", "writes until the kill", "writes in all", "took, killed and given again", "products and prices afterwards", "`plan`, and again");
        await Killed(root, page, "Stripe → empty dataset", products, Sell);
        await Killed(root, page, "Sanity → empty account", products, Publish);
        page.Line();
    }

    private static async Task Whole(string root, Page page, string title, int products, Action<Worlds, int> fill, double seconds)
    {
        await using var worlds = await Worlds.Start();
        fill(worlds, products);
        using var command = new Command(root, worlds);
        var done = Must(await command.Run(Apply));
        var ratio = done.Took.TotalSeconds / seconds;
        page.Row(
            title, $"{seconds:0} s", $"{done.Took.TotalSeconds:0} s", ratio.ToString("0.00", CultureInfo.InvariantCulture), $"≤ {Target.ToString("0.00", CultureInfo.InvariantCulture)}: {page.Verdict(ratio <= Target, $"import, {title} {ratio.ToString("0.00", CultureInfo.InvariantCulture)}× instead of {Target.ToString("0.00", CultureInfo.InvariantCulture)}×")}",
            $"{done.Processor.TotalSeconds:0.0} s", $"{worlds.Stripe.Calls.Throttled} by Stripe, {worlds.Sanity.Calls.Throttled} by Sanity", $"{done.Memory:0} MB", Counted(page, title, worlds, products), await Planned(page, title, command));
    }

    private static async Task Killed(string root, Page page, string title, int products, Action<Worlds, int> fill)
    {
        await using var worlds = await Worlds.Start();
        fill(worlds, products);
        using var command = new Command(root, worlds);
        var before = Writes(worlds);
        var first = await command.Run(Apply, () => Writes(worlds) - before >= WritesBeforeKill * products);
        var killed = Writes(worlds) - before;
        var second = Must(await command.Run(Apply));
        page.Row(
            title, $"{killed}: {page.Verdict(first.Code == Sigkill, $"import, {title}: killed, but it ended with {first.Code}")}", $"{Writes(worlds) - before}", $"{first.Took.TotalSeconds:0} s + {second.Took.TotalSeconds:0} s",
            Counted(page, $"{title}, killed", worlds, products), await Planned(page, $"{title}, killed", command));
    }

    private static int Writes(Worlds worlds) => worlds.Stripe.Calls.Writes + worlds.Sanity.Calls.Writes;

    private static CommandResult Must(CommandResult result) =>
        result.Code == 0 ? result : throw new InvalidOperationException($"It ended with {result.Code}: {string.Join('\n', result.Output.Split('\n').TakeLast(20))}");

    private static string Counted(Page page, string title, Worlds worlds, int products)
    {
        var dashboard = worlds.Stripe.DashboardOf(livemode: true);
        var documents = worlds.Sanity.Documents().Values.Select(document => (string?)document["_type"]).ToLookup(type => type);
        (int, int, int, int) counts = (dashboard.Products.Length, dashboard.Prices.Length, documents["product"].Count(), documents["price"].Count());
        return $"{counts.Item1} and {counts.Item2} in Stripe, {counts.Item3} and {counts.Item4} in Sanity: {page.Verdict(counts == (products, 2 * products, products, 2 * products), $"import, {title}: the counts")}";
    }

    private static async Task<string> Planned(Page page, string title, Command command)
    {
        var plans = new[] { await command.Run(["plan"]), await command.Run(["plan"]) };
        var isNothing = plans.All(plan => plan.Code == 0 && plan.Output.Contains("Nothing to do.", StringComparison.Ordinal));
        return $"{(isNothing ? "nothing to do" : "something to do")}, {plans[0].Took.TotalSeconds:0} s: {page.Verdict(isNothing, $"import, {title}: plan afterwards")}";
    }

    private static void Sell(Worlds worlds, int products)
    {
        var dashboard = worlds.Stripe.DashboardOf(livemode: true);
        for (var number = 1; number <= products; number++)
        {
            var id = (string)dashboard.CreateProduct(("name", $"Mug {number}"), ("description", "Round, with a handle"))["id"]!;
            var price = (string)dashboard.CreatePrice(("product", id), ("currency", "eur"), ("unit_amount", $"{1000 + number}"))["id"]!;
            dashboard.CreatePrice(("product", id), ("currency", "usd"), ("unit_amount", $"{1200 + number}"));
            dashboard.EditProduct(id, ("default_price", price));
        }
    }

    private static void Publish(Worlds worlds, int products)
    {
        for (var number = 1; number <= products; number++)
        {
            var id = $"mug-{number}";
            worlds.Sanity.Mutate(
            [
                Made($$"""{"_id":"{{id}}-eur","_type":"price","product":{"_type":"reference","_ref":"{{id}}","_weak":true},"unit_amount":{{1000 + number}},"currency":"eur","active":true}"""),
                Made($$"""{"_id":"{{id}}-usd","_type":"price","product":{"_type":"reference","_ref":"{{id}}","_weak":true},"unit_amount":{{1200 + number}},"currency":"usd","active":true}"""),
                Made($$"""{"_id":"{{id}}","_type":"product","name":"Mug {{number}}","description":"Round, with a handle","active":true,"default_price":{"_type":"reference","_ref":"{{id}}-eur"} }"""),
            ]);
        }

        static System.Text.Json.Nodes.JsonObject Made(string document) => new() { ["create"] = Tandem.Engine.Tests.Shop.Json(document) };
    }
}
