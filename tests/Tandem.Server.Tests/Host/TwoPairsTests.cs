using System.Text.Json.Nodes;

namespace Tandem.Server.Tests.Host;

/// <summary>Two pairs of vendors under one service and one database, with equal ids on both: nothing crosses from one pair into the other.</summary>
[Trait("T", "21")]
public sealed class TwoPairsTests
{
    private const string Config = """{ "connections": { "staging": {} } }""";

    [Fact]
    public async Task Edits_travel_within_their_pair_only_whatever_the_ids_are()
    {
        await using var live = await StandIns.Start();
        await using var staging = await StandIns.Start("staging");
        using var folder = new Folder();
        await using var server = await RunningServer.Start([.. live.Variables, .. staging.Variables, ("TANDEM_CONFIG", folder.Write("tandem.json", Config))]);
        StandIns[] pairs = [live, staging];
        foreach (var pair in pairs)
        {
            pair.Connect(server.Address);
            await Eventually.Is(async () => (await server.Http.GetAsync($"/health/ready/{pair.Connection}")).IsSuccessStatusCode, () => server.Said.Text);
        }

        // The same documents and the same Stripe product, with other values.
        foreach (var pair in pairs)
        {
            pair.Sanity.Editor.PublishNew(Json($$"""{"_id":"mug","_type":"product","name":"Mug of {{pair.Connection}}"}"""));
            pair.Sanity.Editor.PublishNew(Json($$"""{"_id":"mug-eur","_type":"price","product":{"_type":"reference","_ref":"mug"},"unit_amount":{{(pair == live ? 1200 : 900)}},"currency":"eur"}"""));
            await Eventually.Is(() => Text(pair.Sanity.Document("mug-eur"), "stripePriceId") is not null && pair.Stripe.Dashboard.Products is [_], () => server.Said.Text);
            pair.Stripe.Dashboard.CreateProduct(("id", "prod_plate"), ("name", $"Plate of {pair.Connection}"));
            await Eventually.Is(() => Text(pair.Sanity.Document("stripeProduct-prod_plate"), "name") == $"Plate of {pair.Connection}", () => server.Said.Text);
        }

        Assert.Equal(["Mug of default", "Plate of default"], Names(live));
        Assert.Equal(["Mug of staging", "Plate of staging"], Names(staging));
        Assert.Equal((1200, 900), (Amount(live), Amount(staging)));
        Assert.Equal(("mug", null), Marks(live));
        Assert.Equal((null, "mug"), Marks(staging));

        // An edit in one pair is the other's business on neither side.
        var (calls, before) = (Writes(live), Documents(live));
        staging.Sanity.Editor.SetAndPublish("mug", "name", JsonValue.Create("Jug"));
        await Eventually.Is(() => Names(staging).Contains("Jug"), () => server.Said.Text);
        staging.Stripe.Dashboard.EditProduct("prod_plate", ("name", "Dish"));
        await Eventually.Is(() => Text(staging.Sanity.Document("stripeProduct-prod_plate"), "name") == "Dish", () => server.Said.Text);
        staging.Sanity.Editor.Delete("mug-eur");
        await Eventually.Is(() => staging.Stripe.Dashboard.Prices.Single()["active"]!.GetValue<bool>() is false, () => server.Said.Text);
        Assert.Equal((calls, before), (Writes(live), Documents(live)));
        Assert.DoesNotContain(server.Said.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.Contains("kept apart", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_that_name_their_connection_are_never_taken_for_an_echo_of_another_one()
    {
        await using var live = await StandIns.Start();
        await using var staging = await StandIns.Start("staging");
        using var folder = new Folder();
        await using var server = await RunningServer.Start([.. live.Variables, .. staging.Variables, ("TANDEM_CONFIG", folder.Write("tandem.json", Config))]);
        foreach (var pair in (StandIns[])[live, staging])
        {
            pair.Connect(server.Address);
            pair.Sanity.Editor.PublishNew(Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));
            await Eventually.Is(() => Text(pair.Sanity.Document("mug"), "stripeProductId") is not null, () => server.Said.Text);
        }

        string[] ids = [Text(live.Sanity.Document("mug"), "stripeProductId")!, Text(staging.Sanity.Document("mug"), "stripeProductId")!];
        Assert.Equal(2, ids.Distinct().Count());
        Assert.All((StandIns[])[live, staging], pair => Assert.NotEmpty(Keys(pair)));
        Assert.All((StandIns[])[live, staging], pair => Assert.NotEmpty(Transactions(pair)));
        Assert.Empty(Keys(live).Intersect(Keys(staging)));
        Assert.Empty(Transactions(live).Intersect(Transactions(staging)));

        // Ours are UUIDs; people's are what the dataset gave them.
        static IEnumerable<string> Transactions(StandIns pair) => pair.Sanity.Transactions().Select(transaction => transaction.Id).Where(id => Guid.TryParse(id, out _));
        static IEnumerable<string> Keys(StandIns pair) => pair.Stripe.Dashboard.Events.Select(e => e["request"]?["idempotency_key"]?.GetValue<string>()).OfType<string>();
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string? Text(JsonObject? json, string name) => json?[name]?.GetValue<string>();

    private static IEnumerable<string> Names(StandIns pair) => pair.Stripe.Dashboard.Products.Select(product => Text(product, "name")!).Order(StringComparer.Ordinal);

    private static int Amount(StandIns pair) => pair.Stripe.Dashboard.Prices.Single()["unit_amount"]!.GetValue<int>();

    private static (string? Default, string? Staging) Marks(StandIns pair)
    {
        var metadata = pair.Stripe.Dashboard.Products.Single(product => Text(product, "name")!.StartsWith("Mug", StringComparison.Ordinal))["metadata"]!.AsObject();
        return (Text(metadata, "sanity_id"), Text(metadata, "sanity_id_staging"));
    }

    private static int Writes(StandIns pair) => pair.Sanity.Calls.Newest.Concat(pair.Stripe.Calls.Newest).Count(call => call.IsWrite);

    private static string Documents(StandIns pair) => string.Join('\n', pair.Sanity.Documents().Values.Select(document => document.ToJsonString()));
}
