using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Server.Tests.Host;

/// <summary>A service that nobody can reach: no webhook is set up anywhere, and whatever it learns it has asked for or listened to.</summary>
public sealed class PullTests
{
    private static readonly (string Name, string? Value)[] NoSecrets = [("STRIPE_WEBHOOK_SECRET", null), ("SANITY_WEBHOOK_SECRET", null)];

    private static string? Text(JsonObject? node, string name) => node?[name]?.GetValue<string>();

    private static JsonObject Mug(string id = "mug") => new() { ["_id"] = id, ["_type"] = "product", ["name"] = "Mug" };

    [Fact]
    public async Task An_edit_on_either_side_arrives_on_the_other_without_any_webhook()
    {
        await using var worlds = await StandIns.Start();
        await using var server = await RunningServer.Start([.. worlds.Variables, .. NoSecrets, ("TANDEM_SANITY_SWEEP", "1h"), ("TANDEM_STRIPE_SWEEP", "300ms"), ("TANDEM_STRIPE_IDLE", "300ms")]);
        await server.UntilReady();
        await Eventually.Is(async () => (await Connection(server)).GetProperty("listeners").EnumerateArray().Any(listener => listener.GetProperty("since").ValueKind == JsonValueKind.String), () => server.Said.Text);
        Assert.Equal("pulled", (await Connection(server)).GetProperty("changes").GetString());
        Assert.Contains(server.Said.All, line => line.Contains("pulling: no webhook is needed", StringComparison.Ordinal));

        worlds.Sanity.Editor.PublishNew(Mug());
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products is [var only] && Text(only, "name") == "Mug", () => server.Said.Text);
        var id = Text(worlds.Stripe.Dashboard.Products.Single(), "id")!;
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug"), "stripeProductId") == id, () => server.Said.Text);

        worlds.Stripe.Dashboard.EditProduct(id, ("name", "Big mug"));
        await Eventually.Is(() => Text(worlds.Sanity.Document("mug"), "name") == "Big mug", () => server.Said.Text);

        worlds.Sanity.Editor.SetAndPublish("mug", "name", "Small mug");
        await Eventually.Is(() => Text(worlds.Stripe.Dashboard.Product(id), "name") == "Small mug", () => server.Said.Text);

        worlds.Sanity.Editor.Delete("mug");
        await Eventually.Is(() => worlds.Stripe.Dashboard.Product(id)!["active"]!.GetValue<bool>() == false, () => server.Said.Text);
        Assert.DoesNotContain(server.Said.All, line => line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Said.All, line => line.Contains("WEBHOOK]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_listener_that_is_cut_off_again_and_again_loses_nothing()
    {
        await using var worlds = await StandIns.Start(listenerLifetime: TimeSpan.FromMilliseconds(150));
        await using var server = await RunningServer.Start(
            [.. worlds.Variables, .. NoSecrets, ("TANDEM_SANITY_SWEEP", "1h"), ("TANDEM_STRIPE_SWEEP", "1h"), ("TANDEM_FIRST_RETRY", "10ms"), ("TANDEM_LONGEST_RETRY", "400ms")]);
        await server.UntilReady();

        for (var number = 0; number < 12; number++)
        {
            worlds.Sanity.Editor.PublishNew(Mug($"mug-{number}"));

            // Each greeting of a new connection is a reason to look.
            await Eventually.Is(() => server.Said.All.Count(line => line.Contains("the listener heard of something", StringComparison.Ordinal)) > number, () => server.Said.Text);
        }

        await Eventually.Is(() => worlds.Stripe.Dashboard.Products.Length == 12, () => server.Said.Text);
        await Eventually.Is(() => worlds.Sanity.Documents().Values.All(document => Text(document, "stripeProductId") is not null), () => server.Said.Text);
        worlds.Sanity.Editor.SetAndPublish("mug-3", "name", "Cup");
        worlds.Sanity.Editor.Delete("mug-4");
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products.Count(product => Text(product, "name") == "Cup") == 1, () => server.Said.Text);
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products.Count(product => product["active"]!.GetValue<bool>() == false) == 1, () => server.Said.Text);
    }

    [Fact]
    public async Task Without_a_secret_no_webhook_is_taken_however_it_is_signed()
    {
        await using var server = await RunningServer.Start(NoSecrets);
        using var stripe = await server.Stripe(Bodies.Stripe());
        using var sanity = await server.Sanity(Bodies.Document(), Bodies.SanityHeaders());
        Assert.All([stripe, sanity], answer => Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode));
        Assert.Contains("the service pulls", await stripe.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await server.Stored());
    }

    [Fact]
    public async Task A_webhook_that_has_a_secret_is_taken_while_it_pulls()
    {
        await using var server = await RunningServer.Start(("TANDEM_PULL", "on"), ("SANITY_WEBHOOK_SECRET", null));
        using var stripe = await server.Stripe(Bodies.Stripe());
        using var sanity = await server.Sanity(Bodies.Document(), Bodies.SanityHeaders());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (stripe.StatusCode, sanity.StatusCode));
        Assert.Equal(1, await server.Stored());
    }

    private static async Task<JsonElement> Connection(RunningServer server)
    {
        using var answer = await server.Http.GetAsync("/health/ready");
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("connections")[0].Clone();
    }
}
