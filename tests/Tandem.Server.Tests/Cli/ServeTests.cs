using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tandem.Server.Tests.Host;
using Tandem.Server.Tests.Settings;
using Tandem.Server.Tests.Signatures;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

public sealed partial class ServeTests
{
    [Fact]
    public async Task Without_settings_it_exits_with_2_and_names_everything_that_is_missing_without_a_stack_trace()
    {
        using var folder = new Folder();
        var (code, output, error) = await TandemProcess.Run(folder.Path, "serve");
        Assert.Equal((2, ""), (code, output));

        // A test key would pull, and need no webhook secrets.
        Variable[] secrets = [Variables.StripeWebhookSecret, Variables.SanityWebhookSecret];
        Assert.All(Variables.Required.Except(secrets), variable => Assert.Contains($"  {variable.Name}", error, StringComparison.Ordinal));
        Assert.All(secrets, variable => Assert.DoesNotContain($"  {variable.Name}", error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task It_serves_from_env_files_tells_its_address_and_stops_cleanly_when_asked()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new Folder();
        folder.Write(".env", "TANDEM_URLS=http://127.0.0.1:0\nSTRIPE_WEBHOOK_SECRET=whsec_weaker\nSTRIPE_API_BASE=http://127.0.0.1:1\nSANITY_API_HOST=http://127.0.0.1:1\n");
        folder.Write(
            ".env.local",
            $"STRIPE_SECRET_KEY={Given.StripeKey}\nexport STRIPE_WEBHOOK_SECRET='{Given.StripeSecret}'\nSANITY_API_TOKEN={Given.SanityToken} # robot\n"
            + $"SANITY_WEBHOOK_SECRET='{Given.SanitySecret}'\nNEXT_PUBLIC_SANITY_PROJECT_ID=abc123\nNEXT_PUBLIC_SANITY_DATASET=production\n");
        using var service = TandemProcess.Start(folder.Path, null, "serve");
        await Eventually.Is(() => Address().IsMatch(service.Output) || service.HasEnded, () => service.Output + service.Error);
        using var http = new HttpClient { BaseAddress = new Uri(Address().Match(service.Output).Value) };
        var body = Encoding.UTF8.GetBytes(Bodies.Stripe());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/stripe/webhook") { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("Stripe-Signature", Signer.Stripe(Given.StripeSecret, body, DateTimeOffset.UtcNow));
        using var answer = await http.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, service.Output);

        service.AskToStop();
        Assert.Equal(0, await service.Ended());
        await using var store = SqliteStore.OpenReadOnly(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal(1, (await store.Count(default)).Deliveries);
        Assert.All(service.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        Assert.Contains("[WEBHOOK] product.updated evt_1", service.Output, StringComparison.Ordinal);
        Assert.All(Given.Secrets, secret => Assert.DoesNotContain(secret, service.Output + service.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_pull_it_starts_without_webhook_secrets_also_in_live_mode_and_says_so()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new Folder();
        folder.Write(
            ".env.local",
            "STRIPE_SECRET_KEY=sk_live_1\nSANITY_API_TOKEN=robot\nNEXT_PUBLIC_SANITY_PROJECT_ID=abc123\nNEXT_PUBLIC_SANITY_DATASET=production\n"
            + "TANDEM_URLS=http://127.0.0.1:0\nSTRIPE_API_BASE=http://127.0.0.1:1\nSANITY_API_HOST=http://127.0.0.1:1\n");
        var (code, _, error) = await TandemProcess.Run(folder.Path, "serve");
        Assert.Equal(2, code);
        Assert.Contains("STRIPE_WEBHOOK_SECRET", error, StringComparison.Ordinal);
        Assert.Contains("tandem serve --pull", error, StringComparison.Ordinal);

        using var service = TandemProcess.Start(folder.Path, null, "serve", "--pull");
        await Eventually.Is(() => Address().IsMatch(service.Output) || service.HasEnded, () => service.Output + service.Error);
        Assert.Contains("pulling: no webhook is needed; Studio plugin off; ", service.Output, StringComparison.Ordinal);
        service.AskToStop();
        Assert.Equal(0, await service.Ended());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2, "bogus")]
    [InlineData(2, "serve", "--bogus")]
    [InlineData(0, "--help")]
    [InlineData(0, "serve", "--help")]
    [InlineData(0, "parked", "--help")]
    public async Task Usage_errors_exit_with_2_and_help_with_0(int expected, params string[] arguments)
    {
        using var folder = new Folder();
        var (code, output, error) = await TandemProcess.Run(folder.Path, arguments);
        Assert.Equal(expected, code);
        Assert.Equal(expected == 0, output.Contains("Usage:", StringComparison.Ordinal));
        Assert.Equal(expected == 2, error.Contains(arguments is ["serve", ..] ? "tandem serve --help" : "tandem --help", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex Address();
}
