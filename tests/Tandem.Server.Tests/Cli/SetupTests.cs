using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;
using Tandem.Server.Tests.Host;
using Tandem.Server.Tests.Settings;

namespace Tandem.Server.Tests.Cli;

/// <summary>The real program, from keys in a file to a webhook that arrives.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task From_keys_alone_to_a_service_that_receives_what_both_vendors_send()
    {
        await using var worlds = await StandIns.Start();
        using var folder = new Folder();
        var address = $"http://127.0.0.1:{FreePort()}";
        folder.Write(".env", Keys(worlds) + $"TANDEM_URLS={address}\nTANDEM_STRIPE_SWEEP=1h\nTANDEM_SANITY_SWEEP=1h\n");

        var (dry, planned, _) = await TandemProcess.Run(folder.Path, "setup", "--url", address, "--dry-run");
        Assert.Equal(3, dry);
        Assert.Contains("+ Stripe webhook endpoint", planned, StringComparison.Ordinal);
        var (code, told, error) = await TandemProcess.Run(folder.Path, "setup", "--url", address, "--yes");
        Assert.True(code == 0, told + error);
        var (again, json, _) = await TandemProcess.Run(folder.Path, "setup", "--json");
        Assert.Equal((0, "nothing"), (again, JsonDocument.Parse(json).RootElement.GetProperty("result").GetString()));

        using var service = TandemProcess.Start(folder.Path, null, "serve");
        await Eventually.Is(() => service.Output.Contains("\"listening", StringComparison.OrdinalIgnoreCase) || service.Output.Contains(address, StringComparison.Ordinal) || service.HasEnded, () => service.Output + service.Error);
        worlds.Send();
        worlds.Sanity.Editor.PublishNew(new JsonObject { ["_id"] = "mug", ["_type"] = "product", ["name"] = "Mug" });
        await Eventually.Is(() => worlds.Stripe.Dashboard.Products is [_], () => service.Output);
        await Eventually.Is(() => worlds.Sanity.Document("mug")!["stripeProductId"] is not null, () => service.Output);
        worlds.Stripe.Dashboard.EditProduct((string)worlds.Stripe.Dashboard.Products[0]["id"]!, ("name", "Big mug"));
        await Eventually.Is(() => (string?)worlds.Sanity.Document("mug")!["name"] == "Big mug", () => service.Output);
        Assert.Contains("[WEBHOOK] product.updated", service.Output, StringComparison.Ordinal);
        Assert.Contains("[SANITY_WEBHOOK] create", service.Output, StringComparison.Ordinal);

        var (health, looked, _) = await TandemProcess.Run(folder.Path, "doctor");
        Assert.True(health is 0 or 3, looked);
        Assert.Contains("✓  stripe-endpoint-secret", looked, StringComparison.Ordinal);
        var (_, found, _) = await TandemProcess.Run(folder.Path, "doctor", "--json");
        Assert.DoesNotContain(Checks(found), check => check.Severity == "wrong");
        worlds.Stripe.Dashboard.EditEndpoint(Checks(found).Single(check => check.Name == "stripe-endpoint").Text, ("disabled", "true"));
        var (spoilt, worse, _) = await TandemProcess.Run(folder.Path, "doctor", "--json");
        Assert.Equal(1, spoilt);
        Assert.Equal(["stripe-endpoint-enabled"], Checks(worse).Where(check => check.Severity == "wrong").Select(check => check.Name));

        var (held, _, why) = await TandemProcess.Run(folder.Path, "setup", "--remove", "--yes");
        Assert.Equal(2, held);
        Assert.Contains("one service at a time", why, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            service.AskToStop();
            Assert.Equal(0, await service.Ended());
            var (left, last, trouble) = await TandemProcess.Run(folder.Path, "setup", "--remove", "--also-ids", "--yes");
            Assert.True(left == 0, last + trouble);
            Assert.Empty(worlds.Stripe.Dashboard.Products[0]["metadata"]!.AsObject());
            Assert.Equal(("Big mug", null), ((string?)worlds.Sanity.Document("mug")!["name"], worlds.Sanity.Document("mug")!["stripeProductId"]));
            Assert.Equal(0, (await TandemProcess.Run(folder.Path, "setup", "--remove")).Code);
        }

        var secrets = EnvironmentFile.Read(folder.File(".env.local")).Values;
        Assert.All(["STRIPE_WEBHOOK_SECRET", "SANITY_WEBHOOK_SECRET"], name => Assert.DoesNotContain(secrets[name], planned + told + error + json + service.Output + looked + found + worse, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_keys_it_names_what_is_missing_and_where_it_comes_from()
    {
        using var folder = new Folder();
        var (code, output, error) = await TandemProcess.Run(folder.Path, "setup", "--url", "https://shop.example");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("sanity.io/manage", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static List<(string Name, string Severity, string Text)> Checks(string json) =>
    [
        .. JsonDocument.Parse(json).RootElement.GetProperty("checks").EnumerateArray()
            .Select(check => (check.GetProperty("name").GetString()!, check.GetProperty("severity").GetString()!, check.GetProperty("text").GetString()!)),
    ];

    private static string Keys(StandIns worlds) => string.Concat(
        worlds.Variables.Append(("STRIPE_SECRET_KEY", Given.StripeKey)).Append(("SANITY_DATASET", "production"))
            .Select(variable => variable.Item1 == "SANITY_API_TOKEN" ? (variable.Item1, SanityWorldOptions.AdministratorToken) : variable)
            .Select(variable => $"{variable.Item1}={variable.Item2}\n"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
