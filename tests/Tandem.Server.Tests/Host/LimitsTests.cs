using System.Net;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tandem.Server.Tests.Settings;
using Tandem.Server.Tests.Signatures;

namespace Tandem.Server.Tests.Host;

public sealed class LimitsTests
{
    private const int Mega = 1024 * 1024;

    [Fact]
    public async Task A_body_that_says_that_it_is_too_large_is_refused_at_once()
    {
        await using var server = await RunningServer.Start();
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await server.Raw(Head("/api/stripe/webhook", $"Content-Length: {Mega + 1}")));
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await server.Raw(Head("/api/stripe/webhook", "Content-Length: 1000000000000")));
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await server.Raw(Head("/api/sanity/webhook", $"Content-Length: {(4 * Mega) + 1}")));
        Assert.Equal(0, await server.Stored());
    }

    [Theory]
    [InlineData("/api/stripe/webhook", 1)]
    [InlineData("/api/sanity/webhook", 4)]
    public async Task A_chunked_body_is_cut_at_the_limit(string path, int megabytes)
    {
        await using var server = await RunningServer.Start();
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";
        var pieces = Enumerable.Repeat(chunk, (megabytes * 16) + 1).Prepend(Head(path, "Transfer-Encoding: chunked"));
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await server.Raw([.. pieces]));
        Assert.Equal(0, await server.Stored());
    }

    [Fact]
    public async Task Bodies_up_to_the_limit_are_taken_chunked_or_not()
    {
        await using var server = await RunningServer.Start();
        var stripe = Encoding.UTF8.GetBytes(Bodies.Stripe().PadRight(Mega));
        var sanity = Encoding.UTF8.GetBytes(Bodies.Projection().PadRight(4_000_000));
        using var whole = await server.Stripe(stripe);
        using var content = await server.Sanity(sanity, Bodies.SanityHeaders());
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/api/stripe/webhook")
        {
            Content = new StreamContent(new MemoryStream(stripe)) { Headers = { { "Content-Type", "application/json" } } },
            Headers = { { "Stripe-Signature", Signer.Stripe(Given.StripeSecret, stripe, DateTimeOffset.UtcNow) }, { "Transfer-Encoding", "chunked" } },
        };
        using var again = await server.Http.SendAsync(chunked);
        Assert.All([whole, content, again], answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(2, await server.Stored());
    }

    [Fact]
    public async Task Other_paths_take_no_large_bodies_and_headers_are_limited()
    {
        await using var server = await RunningServer.Start();
        Assert.Equal("HTTP/1.1 431 Request Header Fields Too Large", await server.Raw(Head("/api/stripe/webhook", $"X-Long: {new string('x', 20_000)}")));
        Assert.Equal("HTTP/1.1 431 Request Header Fields Too Large", await server.Raw(Head("/api/stripe/webhook", [.. Enumerable.Range(0, 70).Select(n => $"X-{n}: 1")])));
        Assert.Equal("HTTP/1.1 414 URI Too Long", await server.Raw(Head("/" + new string('x', 9_000))));
    }

    [Fact]
    public async Task Malformed_HTTP_is_refused()
    {
        await using var server = await RunningServer.Start();
        Assert.StartsWith("HTTP/1.1 400", await server.Raw("nonsense\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await server.Raw(Head("/api/stripe/webhook", "Content-Length: -1")), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await server.Raw(Head("/api/stripe/webhook", "Content-Length: 5", "Content-Length: 6"), "hello"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400", await server.Raw(Head("/api/stripe/webhook", "Transfer-Encoding: chunked"), "zzz\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, await server.Stored());
    }

    [Fact]
    public async Task A_body_that_is_broken_off_is_not_stored()
    {
        await using var server = await RunningServer.Start();
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(server.Address.Host, server.Address.Port);
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(Head("/api/stripe/webhook", "Content-Length: 500") + "{"));
        }

        using var next = await server.Stripe(Bodies.Stripe());
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(1, await server.Stored());
        Assert.DoesNotContain(server.Said.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_follows_its_head_only_when_it_is_asked_for_is_taken()
    {
        await using var server = await RunningServer.Start();
        var body = Encoding.UTF8.GetBytes(Bodies.Stripe());
        var head = Head("/api/stripe/webhook", $"Content-Length: {body.Length}", "Expect: 100-continue",
            $"Stripe-Signature: {Signer.Stripe(Given.StripeSecret, body, DateTimeOffset.UtcNow)}");
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        var stream = client.GetStream();
        using var answers = new StreamReader(stream, Encoding.Latin1);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head));
        Assert.Equal("HTTP/1.1 100 Continue", await answers.ReadLineAsync());
        Assert.Equal("", await answers.ReadLineAsync());
        await stream.WriteAsync(body);
        Assert.Equal("HTTP/1.1 200 OK", await answers.ReadLineAsync());
        Assert.Equal(1, await server.Stored());
    }

    [Fact]
    public async Task A_body_that_arrives_below_the_least_rate_ends_with_408()
    {
        // Kestrel measures on its own clock; its shortest grace is a little more than a second.
        await using var server = await RunningServer.Start(builder => builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(KestrelLimits.BodyRate, TimeSpan.FromSeconds(1.1))));
        Assert.Equal("HTTP/1.1 408 Request Timeout", await server.Raw(Head("/api/stripe/webhook", "Content-Length: 500"), "{"));
    }

    [Fact]
    public async Task A_body_that_is_fast_enough_for_Kestrel_but_never_ends_is_given_up()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await RunningServer.Start(builder => builder.Services.AddSingleton<TimeProvider>(time));
        var answer = server.Raw(Head("/api/stripe/webhook", "Content-Length: 500"), "{");
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(15));
            await Task.WhenAny(answer, Task.Yield().ToTask());
        }

        Assert.Equal("HTTP/1.1 408 Request Timeout", await answer);
    }

    private static string Head(string path, params string[] headers) =>
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";
}

internal static class Yielding
{
    /// <summary>A turn of everybody else, as a task.</summary>
    public static async Task ToTask(this System.Runtime.CompilerServices.YieldAwaitable turn) => await turn;
}
