using System.Net;
using System.Net.Sockets;

namespace Tandem.Sanity;

/// <summary>Tells addresses of the public internet from those that lead into a network, to this machine, or to no single host.</summary>
/// <remarks>
/// The special ranges of https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry. Of IPv6 only what is given to
/// hosts (2000::/3) passes, so that mapped, translated (64:ff9b::/96), local and multicast addresses fall out by themselves.
/// </remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork Hosts = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether a connection to this address leaves every network that we may be part of.</summary>
    public static bool Is(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || (address.AddressFamily == AddressFamily.InterNetworkV6 && Hosts.Contains(address)))
        && !Special.Any(network => network.Contains(address));
}
