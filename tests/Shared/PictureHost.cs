using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tandem.Sanity;

namespace Tandem;

/// <summary>A stranger's host of pictures on a socket of this machine, with a certificate of its own, and a network on which its name leads to a public address.</summary>
public sealed class PictureHost : IAsyncDisposable
{
    public const string Name = "images.example.com";

    /// <summary>The host also stands for Sanity's picture server.</summary>
    public const string Sanity = "cdn.sanity.io";

    // Certificates are slow to make.
    private static readonly X509Certificate2 Certificate = Made(Name);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _serving;

    public PictureHost()
    {
        _listener.Start();
        _serving = Serve();
        Network = new PictureNetwork
        {
            Resolve = (host, _) => Task.FromResult(Resolves(host)),
            Connect = async (address, cancellation) =>
            {
                Dialled.Add(address);
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(_listener.LocalEndpoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            Trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { Certificate }, RevocationMode = X509RevocationMode.NoCheck },
        };
    }

    public PictureNetwork Network { get; }

    /// <summary>What each path answers: the head and the body.</summary>
    public Dictionary<string, (string Head, byte[] Body)> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths after whose answer the host falls silent, with the connection open.</summary>
    public HashSet<string> Stalls { get; } = new(StringComparer.Ordinal);

    /// <summary>The addresses that a name leads to.</summary>
    public Func<string, IPAddress[]> Resolves { get; set; } = _ => [IPAddress.Parse("93.184.215.14")];

    /// <summary>The requests' heads, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>The addresses that were connected to.</summary>
    public List<IPEndPoint> Dialled { get; } = [];

    /// <summary>Ends when a host that stalls has sent what it sends.</summary>
    public TaskCompletionSource Stalled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Uri At(string path) => new($"https://{Name}{path}");

    public PictureHost Has(string path, byte[] body, string head = "HTTP/1.1 200 OK")
    {
        Answers[path] = ($"{head}\r\nContent-Length: {body.Length}\r\nContent-Type: image/png\r\n", body);
        return this;
    }

    /// <summary>A picture of so many pixels: its head is all that is ever read.</summary>
    public static byte[] Png(byte width, byte height) =>
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', 0, 0, 0, width, 0, 0, 0, height, 8, 2, 0, 0, 0];

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _serving;
        _ended.Dispose();
    }

    private async Task Serve()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                await Serve(client);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The other side has hung up, or the test is over.
            }
        }
    }

    private async Task Serve(TcpClient client)
    {
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _ended.Token);
        var head = new StringBuilder();
        var piece = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(piece, _ended.Token);
            if (count == 0)
            {
                return;
            }

            head.Append(Encoding.Latin1.GetString(piece, 0, count));
        }

        Asked.Add(head.ToString());
        var path = head.ToString().Split(' ')[1];
        var answer = Answers.GetValueOrDefault(path, ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n", []));
        await stream.WriteAsync(Encoding.Latin1.GetBytes(answer.Item1 + "Connection: close\r\n\r\n"), _ended.Token);
        await stream.WriteAsync(answer.Item2, _ended.Token);
        if (Stalls.Contains(path))
        {
            Stalled.TrySetResult();
            _ = await stream.ReadAtLeastAsync(piece, 1, throwOnEndOfStream: false, _ended.Token);
        }
    }

    private static X509Certificate2 Made(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddDnsName(Sanity);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2120, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
