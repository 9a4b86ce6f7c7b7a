using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tandem.Server.Tests.Host;

public sealed class ListeningTests
{
    [Fact]
    [Trait("T", "11")]
    public async Task Only_the_allowed_hosts_are_answered_but_probes_may_name_an_address()
    {
        await using var server = await RunningServer.Start(("TANDEM_ALLOWED_HOSTS", "shop.example, *.shop.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await Ask(server, "/api/stripe/webhook", "127.0.0.1"));
        Assert.Equal(HttpStatusCode.BadRequest, await Ask(server, "/api/stripe/webhook", "evil.example"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await Ask(server, "/api/stripe/webhook", "shop.example"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await Ask(server, "/api/stripe/webhook", "hooks.shop.example:443"));
        Assert.Equal(HttpStatusCode.OK, await Ask(server, "/health/live", "10.1.2.3"));
    }

    [Fact]
    public async Task It_ends_TLS_itself_with_a_certificate_of_its_own()
    {
        using var folder = new Folder();
        var (certificate, key) = SelfSigned(folder);
        var expected = X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(certificate)).RawData;
        var server = await RunningServer.Start(folder, null, ("TANDEM_URLS", "https://127.0.0.1:0"), ("TANDEM_CERTIFICATE", certificate), ("TANDEM_CERTIFICATE_KEY", key));
        using var trusting = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, given, _, _) => given!.GetRawCertData().SequenceEqual(expected) } });
        using var http1 = await trusting.GetAsync(new Uri(server.Address, "/health/live"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/api/stripe/webhook")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content = new StringContent(new string(' ', 2_000_000), Encoding.UTF8, "application/json");
        using var http2 = await trusting.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.RequestEntityTooLarge), (http1.StatusCode, http2.StatusCode));
        await server.Host.Stop();
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task A_certificate_that_cannot_be_read_is_told_in_a_sentence()
    {
        using var folder = new Folder();
        var broken = folder.Write("broken.pem", "no certificate");
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() =>
            RunningServer.Start(folder, null, ("TANDEM_URLS", "https://127.0.0.1:0"), ("TANDEM_CERTIFICATE", broken), ("TANDEM_CERTIFICATE_KEY", broken)));
        Assert.Contains("TANDEM_CERTIFICATE", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_framework_is_configured_by_nothing_but_the_settings()
    {
        using var folder = new Folder();
        var previous = Environment.GetEnvironmentVariable("ASPNETCORE_URLS");
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://127.0.0.1:1");
        try
        {
            var server = await RunningServer.Start(folder, null);
            Assert.NotEqual(1, Assert.Single(server.Host.Addresses).Port);
            await server.Host.Stop();
            await server.Host.DisposeAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_URLS", previous);
        }
    }

    private static async Task<HttpStatusCode> Ask(RunningServer server, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static (string Certificate, string Key) SelfSigned(Folder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (folder.Write("certificate.pem", certificate.ExportCertificatePem()), folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem()));
    }
}
