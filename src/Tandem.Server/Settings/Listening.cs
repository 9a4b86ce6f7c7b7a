using System.Collections.Immutable;
using System.Net;

namespace Tandem.Server;

/// <summary>Where a service listens, and whom it believes.</summary>
/// <param name="Urls">Addresses such as <c>http://127.0.0.1:8787</c>.</param>
/// <param name="TrustedProxies">Networks of the proxies whose <c>X-Forwarded-*</c> headers are believed.</param>
/// <param name="AllowedHosts">Host names that requests may name; empty for any.</param>
/// <param name="Certificate">PEM file of the certificate chain, for https addresses.</param>
/// <param name="CertificateKey">PEM file of its private key.</param>
public sealed record Listening(
    ImmutableArray<string> Urls,
    ImmutableArray<IPNetwork> TrustedProxies,
    ImmutableArray<string> AllowedHosts,
    string? Certificate = null,
    string? CertificateKey = null)
{
    /// <summary>On this machine only, port 8787.</summary>
    public static Listening Default { get; } = new(["http://127.0.0.1:8787"], [], []);
}
