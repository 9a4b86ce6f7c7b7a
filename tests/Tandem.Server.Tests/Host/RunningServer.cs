using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tandem.Engine;
using Tandem.Server.Tests.Settings;
using Tandem.Server.Tests.Signatures;

namespace Tandem.Server.Tests.Host;

/// <summary>The whole service on a real socket of this machine, with a database in a folder of its own. The vendors are not there unless a test brings them.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly Folder _folder;
    private readonly ServerHost _host;

    private RunningServer(Folder folder, ServerHost host, SaidLines said)
    {
        (_folder, _host, Said) = (folder, host, said);
        Address = host.Addresses[0];
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 600 }) { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public SaidLines Said { get; }

    public IStateStore Store => _host.Services.GetRequiredService<IStateStore>();

    public ServerHost Host => _host;

    public string Database => _folder.File("tandem.db");

    public static Task<RunningServer> Start(params (string Name, string? Value)[] changes) => Start(new Folder(), null, changes);

    public static Task<RunningServer> Start(Action<WebApplicationBuilder> customize, params (string Name, string? Value)[] changes) =>
        Start(new Folder(), customize, changes);

    public static async Task<RunningServer> Start(Folder folder, Action<WebApplicationBuilder>? customize, params (string Name, string? Value)[] changes)
    {
        var said = new SaidLines();
        var host = await ServerHost.Start(Settings(folder, changes), builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(said);
            customize?.Invoke(builder);
        });
        return new RunningServer(folder, host, said);
    }

    /// <summary>Settings on a free port, a database in the folder, and vendors that nobody answers for.</summary>
    public static TandemSettings Settings(Folder folder, params (string Name, string? Value)[] changes) => TandemSettings.From(
    [
        Given.Environment(
        [
            ("TANDEM_URLS", "http://127.0.0.1:0"), ("TANDEM_DATABASE", folder.File("tandem.db")), ("STRIPE_API_BASE", "http://127.0.0.1:1"),
            ("SANITY_API_HOST", "http://127.0.0.1:1"), ("TANDEM_LOG_LEVEL", "trace"), .. changes,
        ]),
    ]);

    public async Task<long> Stored() => (await Store.Count(default)).Deliveries;

    public Task<HttpResponseMessage> Stripe(string body, string? signature = null) => Stripe(Encoding.UTF8.GetBytes(body), signature);

    public Task<HttpResponseMessage> Stripe(byte[] body, string? signature = null) =>
        Post("/api/stripe/webhook", body, ("Stripe-Signature", signature ?? Signer.Stripe(Given.StripeSecret, body, DateTimeOffset.UtcNow)));

    public Task<HttpResponseMessage> Sanity(string body, params (string Name, string Value)[] headers) => Sanity(Encoding.UTF8.GetBytes(body), headers);

    public Task<HttpResponseMessage> Sanity(byte[] body, params (string Name, string Value)[] headers) =>
        Post("/api/sanity/webhook", body, [("sanity-webhook-signature", Signer.Sanity(Given.SanitySecret, body, DateTimeOffset.UtcNow)), .. headers]);

    public async Task<HttpResponseMessage> Post(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Http.SendAsync(request);
    }

    public async Task<bool> IsReady()
    {
        using var answer = await Http.GetAsync("/health/ready");
        return answer.IsSuccessStatusCode;
    }

    public Task UntilReady() => Eventually.Is(IsReady, () => Said.Text);

    /// <summary>Sends bytes over a socket, whatever HTTP says about them, and returns the first line of the answer; empty when there was none.</summary>
    public async Task<string> Raw(params string[] pieces)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        var stream = client.GetStream();
        try
        {
            foreach (var piece in pieces)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(piece));
            }
        }
        catch (IOException)
        {
            // The server has answered and closed before everything was sent.
        }

        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadLineAsync() ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.Stop();
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
