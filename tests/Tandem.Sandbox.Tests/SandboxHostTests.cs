using System.Net;
using System.Security.Cryptography;
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

    [Fact]
    public async Task With_a_certificate_the_host_speaks_https_and_http_2()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var host = await SandboxHost.Start(new EchoWorld(), new SandboxHostOptions { Certificate = certificate });
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        using var answer = await http.GetAsync(new Uri(host.Address, "/x"));

        Assert.Equal(("https", HttpVersion.Version20), (host.Address.Scheme, answer.Version));
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
}
