using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>A fetched picture.</summary>
/// <param name="Bytes">Its bytes as they came.</param>
/// <param name="Type">Its media type, by its first bytes.</param>
internal sealed record Picture(ReadOnlyMemory<byte> Bytes, string Type);

/// <summary>Fetches pictures from strangers' hosts without letting an address lead anywhere else.</summary>
/// <remarks>
/// The host is resolved and vetted where the connection is made, and the connection goes to the very address that was vetted: a name that changes its mind in between gains nothing.
/// No redirects, proxy, cookies, credentials or unpacking.
/// </remarks>
internal sealed class PictureDownload : IDisposable
{
    /// <summary>The largest picture, in bytes; counted while it is read, whatever its head says.</summary>
    public const int Largest = 10_000_000;

    /// <summary>How long one picture may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PictureNetwork _network;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>Downloads over that network, by that clock.</summary>
    public PictureDownload(PictureNetwork network, TimeProvider clock)
    {
        _network = network;
        _clock = clock;
        _http = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("user-agent", SanityClient.Agent);
    }

    /// <summary>Fetches a picture. What no repetition would mend is refused.</summary>
    public async Task<Outcome<Picture>> Fetch(Uri address, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (PictureFaults.Answered(address, response.StatusCode) is { } fault)
            {
                return fault;
            }

            if (await Read(response.Content, both.Token) is not { } bytes)
            {
                return PictureFaults.Refused(address, "is larger than 10 MB. Use a smaller one in Stripe.");
            }

            return PictureType.Of(bytes.Span) is { } type
                ? new Picture(bytes, type)
                : PictureFaults.Refused(address, "is none: only JPEG, PNG, WebP and GIF are taken. Use one of these in Stripe.");
        }
        catch (HttpRequestException exception)
        {
            return PictureFaults.Unanswered(address, exception);
        }
        catch (IOException)
        {
            return PictureFaults.Waits(address, "broke off");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return PictureFaults.Waits(address, $"took longer than {Patience.TotalSeconds:0} seconds");
        }
    }

    /// <summary>Asks whether a picture is there for everybody, without fetching it; null when it is.</summary>
    public async Task<CatalogFault?> Look(Uri address, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(Patience, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, address);
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return PictureFaults.Answered(address, response.StatusCode);
        }
        catch (HttpRequestException exception)
        {
            return PictureFaults.Unanswered(address, exception);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return PictureFaults.Waits(address, $"took longer than {Patience.TotalSeconds:0} seconds");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static async Task<ReadOnlyMemory<byte>?> Read(HttpContent content, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > Largest)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        var piece = new byte[64 * 1024];
        await using var body = await content.ReadAsStreamAsync(cancellation);
        while (await body.ReadAsync(piece, cancellation) is var count and > 0)
        {
            if (bytes.Length + count > Largest)
            {
                return null;
            }

            bytes.Write(piece, 0, count);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        Credentials = null,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 0,
        ConnectTimeout = Patience,

        // Each picture is vetted for itself: a connection is never used again.
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = _network.Trust },
        ConnectCallback = async (context, cancellation) => await Connect(context.DnsEndPoint, cancellation),
    };

    private async ValueTask<Stream> Connect(DnsEndPoint host, CancellationToken cancellation)
    {
        var found = await _network.Resolve(host.Host, cancellation);
        if (found.Any(address => !PublicAddress.Is(address)))
        {
            throw new InwardAddressException();
        }

        Exception? last = null;
        foreach (var address in found)
        {
            try
            {
                return await _network.Connect(new IPEndPoint(address, host.Port), cancellation);
            }
            catch (SocketException exception)
            {
                last = exception;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }
}
