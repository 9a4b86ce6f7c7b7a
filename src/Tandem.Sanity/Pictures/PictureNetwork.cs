using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Tandem.Sanity;

/// <summary>How hosts of pictures are found and reached; another one stands in for the internet in tests.</summary>
/// <remarks>Which addresses may be connected to is decided between the two, and cannot be replaced.</remarks>
public sealed record PictureNetwork
{
    /// <summary>Finds the addresses of a host.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Connects to an address that was found and is allowed.</summary>
    public Func<IPEndPoint, CancellationToken, Task<Stream>> Connect { get; init; } = Dial;

    /// <summary>Which certificates are trusted; those that the machine trusts when null. A host's name is always compared.</summary>
    public X509ChainPolicy? Trust { get; init; }

    private static async Task<Stream> Dial(IPEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
