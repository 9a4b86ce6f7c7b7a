namespace Tandem.Sandbox.Tests.Interop;

/// <summary>The official Node client and the official command line, unmodified, against the stand-in on a socket.</summary>
public sealed class StripeNpmTests(NpmClients npm) : IAsyncLifetime
{
    private static readonly string Cli = Path.Combine("@stripe", "cli", "bin", "shim.js");
    private readonly StripeWorld _world = new(new StripeOptions { TestRate = 0 }, TimeProvider.System);
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("tandem-stripe-cli");
    private SandboxHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await SandboxHost.Start(_world, new SandboxHostOptions());

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Fact]
    public async Task The_node_client_works_unmodified()
    {
        var verdict = await npm.Script("stripe-client.mjs", _host.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(
            """{"eur":899,"cleared":0,"expanded":999,"paged":13,"found":true,"ids":1,"error":{"type":"StripeInvalidRequestError","status":400,"message":"This price cannot be archived because it is the default price of its product."},"missing":{"code":"resource_missing","status":404,"param":"price"},"event":{"type":"price.created","key":"node-1","id":true},"version":"2026-10-28.endive","requestId":true,"deleted":true,"secret":true,"endpoint":{"status":"disabled","url":"http://127.0.0.1:10/","listed":1,"shown":false,"deleted":true}}""",
            verdict.ToJsonString());
    }

    [Fact]
    public async Task The_node_client_accepts_our_signed_deliveries_and_nothing_else()
    {
        var endpoint = _world.Dashboard.AddEndpoint(new Uri("http://receiver.test/"));
        _world.Dashboard.RollSecret((string)endpoint["id"]!, TimeSpan.FromHours(1));
        _world.Dashboard.CreateProduct(("name", "Größe – 製品"));
        var delivery = Assert.Single(_world.Outbox.Waiting);

        var verdict = await npm.Script(
            "stripe-webhook.mjs", Convert.ToBase64String(delivery.Body.Span), delivery.Headers()["Stripe-Signature"], (string)endpoint["secret"]!);

        Assert.Equal(delivery.Id, (string?)verdict["id"]);
        Assert.Equal("StripeSignatureVerificationError", (string?)verdict["tampered"]);
        Assert.Equal("StripeSignatureVerificationError", (string?)verdict["otherSecret"]);
    }

    [Fact]
    public async Task The_command_line_triggers_an_event()
    {
        await Run("trigger", "price.updated");

        Assert.Equal(["product.created", "price.created", "price.updated"], _world.Dashboard.Events.Reverse().Select(value => (string)value["type"]!));
    }

    [Fact]
    public async Task The_command_line_plays_a_fixture()
    {
        await Run("fixtures", "stripe-fixture.json");

        var product = Assert.Single(_world.Dashboard.Products);
        var price = Assert.Single(_world.Dashboard.Prices);
        Assert.Equal(("From a fixture", (string)price["id"]!), ((string)product["name"]!, (string)product["default_price"]!));
        Assert.Equal(("fixture", "year"), ((string)price["lookup_key"]!, (string)price["recurring"]!["interval"]!));
    }

    [Fact]
    public async Task The_command_line_creates_lists_updates_and_deletes()
    {
        var created = await Run("products", "create", "--name", "From the shell", "-d", "metadata[a]=b");
        var id = (string)_world.Dashboard.Products[0]["id"]!;

        Assert.Contains(id, created, StringComparison.Ordinal);
        Assert.Contains("From the shell", await Run("products", "list", "--limit", "3"), StringComparison.Ordinal);
        await Run("products", "update", id, "--name", "Renamed");
        Assert.Equal("Renamed", (string?)_world.Dashboard.Product(id)!["name"]);
        await Run("products", "delete", id, "--confirm");
        Assert.Empty(_world.Dashboard.Products);
    }

    private async Task<string> Run(params string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = _home.FullName,
            ["XDG_CONFIG_HOME"] = _home.FullName,
            ["STRIPE_API_KEY"] = "sk_test_interop0000000000",
            ["STRIPE_CLI_TELEMETRY_OPTOUT"] = "1",
        };
        var (code, output, errors) = await npm.Program(Cli, [.. arguments, "--api-base", _host.Address.AbsoluteUri.TrimEnd('/')], environment);
        Assert.True(code == 0, $"stripe {string.Join(' ', arguments)} ended with {code}: {output}{errors}");
        return output;
    }
}
