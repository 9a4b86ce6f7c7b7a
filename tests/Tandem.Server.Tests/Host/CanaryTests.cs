using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tandem.Server.Tests.Settings;
using Tandem.Server.Tests.Signatures;

namespace Tandem.Server.Tests.Host;

/// <summary>Secrets never leave but where they belong: into a request to their own vendor.</summary>
[Trait("G", "17")]
public sealed class CanaryTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task No_secret_is_in_any_log_answer_or_file(int status)
    {
        await using var vendor = await SpitefulVendor.Start(status);
        using var folder = new Folder();
        var server = await RunningServer.Start(folder, null, ("STRIPE_API_BASE", vendor.Address), ("SANITY_API_HOST", vendor.Address));
        var seen = new StringBuilder();
        await Eventually.Is(() => vendor.Requests >= 2 && server.Said.All.Count(line => line.Contains("does not let us in", StringComparison.Ordinal)) >= 2);
        foreach (var answer in await Everything(server))
        {
            seen.Append((int)answer.StatusCode).Append(answer.Headers).Append(answer.Content.Headers).AppendLine(await answer.Content.ReadAsStringAsync());
        }

        await server.Host.Stop();
        await server.Host.DisposeAsync();
        seen.AppendLine(server.Said.Text).AppendLine(RunningServer.Settings(folder).ToString());
        foreach (var file in Directory.GetFiles(folder.Path))
        {
            seen.AppendLine(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }

        Assert.InRange(seen.Length, 10_000, int.MaxValue);
        Assert.All(Given.Secrets.SelectMany(Forms), form => Assert.DoesNotContain(form, seen.ToString(), StringComparison.Ordinal));
    }

    private static async Task<List<HttpResponseMessage>> Everything(RunningServer server)
    {
        var body = Encoding.UTF8.GetBytes(Bodies.Stripe());
        return
        [
            await server.Stripe(body), await server.Stripe(body), await server.Stripe(body, "t=1,v1=0"), await server.Stripe("{"), await server.Stripe(Bodies.Stripe(live: true)),
            await server.Sanity(Bodies.Document(), Bodies.SanityHeaders()), await server.Sanity("[", Bodies.SanityHeaders()), await server.Post("/api/sanity/webhook", body),
            await server.Post("/api/stripe/webhook", body, ("Stripe-Signature", Signer.Stripe("whsec_wrong", body, DateTimeOffset.UtcNow))),
            await server.Http.GetAsync("/health/live"), await server.Http.GetAsync("/health/ready"), await server.Http.GetAsync("/nothing"),
        ];
    }

    private static string[] Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return
        [
            secret, Convert.ToBase64String(bytes).TrimEnd('='), Base64Url.EncodeToString(bytes), Uri.EscapeDataString(secret), JavaScriptEncoder.Default.Encode(secret),
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret), Convert.ToHexStringLower(bytes),
        ];
    }

    /// <summary>Refuses everything, and throws back at the caller whatever it was told.</summary>
    private sealed class SpitefulVendor : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly int _status;
        private int _requests;

        private SpitefulVendor(WebApplication app, int status) => (_app, _status) = (app, status);

        public string Address => _app.Urls.First();

        public int Requests => _requests;

        public static async Task<SpitefulVendor> Start(int status)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var vendor = new SpitefulVendor(builder.Build(), status);
            vendor._app.Urls.Add("http://127.0.0.1:0");
            vendor._app.Run(vendor.Refuse);
            await vendor._app.StartAsync();
            return vendor;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private Task Refuse(HttpContext context)
        {
            var told = string.Join(" ", context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
            Interlocked.Increment(ref _requests);
            context.Response.StatusCode = _status;
            context.Response.Headers["Request-Id"] = "req_1";
            return context.Response.WriteAsJsonAsync(new JsonObject
            {
                ["error"] = new JsonObject { ["message"] = told, ["description"] = told, ["type"] = "invalid_request_error" },
                ["message"] = told,
            });
        }
    }
}
