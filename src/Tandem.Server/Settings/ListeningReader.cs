using System.Collections.Immutable;
using System.Net;

namespace Tandem.Server;

/// <summary>Reads where to listen, and refuses what would put webhooks or health on an open network without TLS.</summary>
internal sealed class ListeningReader(SettingsLookup lookup, ICollection<SettingsProblem> problems)
{
    private static readonly char[] Separators = [',', ';'];

    /// <summary>Where to listen.</summary>
    public Listening Read()
    {
        var urls = List(Variables.Urls);
        var proxies = Proxies();
        var hosts = List(Variables.AllowedHosts);
        var (certificate, key) = (lookup.Find(Variables.Certificate), lookup.Find(Variables.CertificateKey));
        urls = urls.IsEmpty ? Listening.Default.Urls : urls;
        var isPublic = false;
        foreach (var url in urls)
        {
            isPublic |= Check(url, !proxies.IsEmpty, certificate is not null && key is not null);
        }

        if (isPublic && hosts.IsEmpty)
        {
            Refuse(Variables.AllowedHosts, "is missing: a service on a public address must know the host names that it answers to.");
        }

        return new Listening(urls, proxies, hosts, certificate, key);
    }

    /// <summary>Checks one address; returns whether others than this machine can reach it.</summary>
    private bool Check(string url, bool hasProxy, bool hasCertificate)
    {
        // Uri refuses the host names * and +, which mean every address, as the unspecified address does.
        var readable = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0)
        {
            Refuse(Variables.Urls, "holds something else than addresses such as http://127.0.0.1:8787.");
            return false;
        }

        if (uri.Scheme == Uri.UriSchemeHttps && !hasCertificate)
        {
            Refuse(Variables.Urls, $"has an https address, which needs {Variables.Certificate} and {Variables.CertificateKey}.");
        }

        if (uri.IsLoopback)
        {
            return false;
        }

        if (uri.Scheme == Uri.UriSchemeHttp && !hasProxy)
        {
            Refuse(
                Variables.Urls,
                $"would serve plain http on an address that others can reach. Use https, or listen behind a proxy that ends TLS and name its network in {Variables.TrustedProxy}.");
        }

        return true;
    }

    private ImmutableArray<IPNetwork> Proxies()
    {
        var found = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var text in List(Variables.TrustedProxy))
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                found.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                found.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                Refuse(Variables.TrustedProxy, "holds something else than networks such as 10.0.0.0/8.");
            }
        }

        return found.ToImmutable();
    }

    private ImmutableArray<string> List(Variable variable) =>
        [.. lookup.Find(variable)?.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []];

    private void Refuse(Variable variable, string text) => problems.Add(new SettingsProblem(variable.Name, text));
}
