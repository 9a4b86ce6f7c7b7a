using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Tandem.Sandbox.Tests;

public sealed class SandboxHostTests
{
    [Fact]
    public async Task A_hosted_world_answers_on_loopback_and_marks_itself_as_a_stand_in()
    {
        var world = new EchoWorld();
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions());
        using var http = new HttpClient { BaseAddress = host.Address };

        using var answer = await http.PostAsync("/a/b%2Fc?x=1&y=%20", new StringContent("body"));

        Assert.Equal("127.0.0.1", host.Address.Host);
        Assert.Equal("POST /a/b/c x=1&y=%20 body", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["stand-in"], answer.Headers.GetValues("Tandem-Sandbox"));
    }

    [Theory]
    [InlineData(CallFaultKind.CutBeforeCommit, 0)]
    [InlineData(CallFaultKind.CutAfterCommit, 1)]
    public async Task A_cut_connection_leaves_no_answer(CallFaultKind kind, int executed)
    {
        var world = new EchoWorld();
        world.Faults.Add(new CallFault(kind) { Times = 1 });
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions());
        using var http = new HttpClient { BaseAddress = host.Address };

        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync("/", new StringContent("x")));
        Assert.Equal(executed, world.Executed);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task The_moments_of_a_call_are_raised_in_order()
    {
        var world = new EchoWorld();
        var replied = new TaskCompletionSource();
        var moments = new List<string>();
        world.Faults.OnCall = (request, moment) =>
        {
            moments.Add($"{moment} {world.Executed}");
            if (moment is CallMoment.AfterReply)
            {
                replied.SetResult();
            }
        };
        await using var host = await SandboxHost.Start(world, new SandboxHostOptions());
        using var http = new HttpClient { BaseAddress = host.Address };

        using var answer = await http.GetAsync("/");
        await replied.Task;

        Assert.Equal(["BeforeExecute 0", "AfterExecute 1", "AfterReply 1"], moments);
    }

    [Fact]
    public async Task A_stream_may_take_a_request_away_from_the_world()
    {
        var world = new EchoWorld();
        var options = new SandboxHostOptions
        {
            Streams = async context =>
            {
                if (context.Request.Path != "/listen")
                {
                    return false;
                }

                await context.Response.Body.WriteAsync("event: welcome\n\n"u8.ToArray());
                return true;
            },
        };
        await using var host = await SandboxHost.Start(world, options);
        using var http = new HttpClient { BaseAddress = host.Address };

        Assert.Equal("event: welcome\n\n", await http.GetStringAsync("/listen"));
        Assert.Equal(0, world.Executed);
        Assert.StartsWith("GET /other", await http.GetStringAsync("/other"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("dev.localhost")]
    [InlineData("standin1.dev.localhost")]
    public async Task On_a_second_port_the_host_speaks_https_and_http_2_under_every_name_that_a_browser_uses(string name)
    {
        await using var host = await SandboxHost.Start(new EchoWorld(), new SandboxHostOptions { SecurePort = 0 });
        using var handler = new SocketsHttpHandler { ConnectCallback = (context, cancel) => Loopback(context.DnsEndPoint.Port, cancel) };
        X509Certificate2? presented = null;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            presented = new X509Certificate2(certificate!);
            return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        };
        using var http = new HttpClient(handler);

        foreach (var version in new[] { HttpVersion.Version20, HttpVersion.Version11 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{name}:{host.SecureAddress!.Port}/x") { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var answer = await http.SendAsync(request);
            Assert.Equal((version, "GET /x"), (answer.Version, (await answer.Content.ReadAsStringAsync()).TrimEnd()));
        }

        Assert.Equal(presented!.Subject, presented.Issuer);
        presented.Dispose();
        using var plain = new HttpClient { BaseAddress = host.Address };
        Assert.StartsWith("GET /x", await plain.GetStringAsync("/x"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_in_process_handler_speaks_to_the_same_world_without_a_socket()
    {
        var world = new EchoWorld();
        using var http = new HttpClient(new InProcessHandler(world, TimeProvider.System)) { BaseAddress = new Uri("https://api.example") };

        using var answer = await http.PostAsync("/v1/x?q=1", new StringContent("hi"));

        Assert.Equal("POST /v1/x q=1 hi", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["stand-in"], answer.Headers.GetValues("Tandem-Sandbox"));
        world.Faults.Add(new CallFault(CallFaultKind.CutAfterCommit));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/"));
    }

    // Browsers resolve every name below localhost to this machine; not every system does.
    private static async ValueTask<Stream> Loopback(int port, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
