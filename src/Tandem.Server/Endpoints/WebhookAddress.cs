using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>The addresses that vendors are told to send webhooks to.</summary>
public static class WebhookAddress
{
    /// <summary>Where Stripe sends events of a connection.</summary>
    /// <param name="service">The public address of the service.</param>
    /// <param name="connection">The connection's name.</param>
    public static Uri Stripe(Uri service, string connection) => Below(service, Paths(connection, StripeWebhook.Path)[0]);

    /// <summary>Where Sanity sends changes of a connection.</summary>
    /// <param name="service">The public address of the service.</param>
    /// <param name="connection">The connection's name.</param>
    public static Uri Sanity(Uri service, string connection) => Below(service, Paths(connection, SanityWebhook.Path)[0]);

    /// <summary>Where webhooks of a connection are taken, the address to tell first: under its name, and those of <c>default</c> also on the seed's own path.</summary>
    internal static ImmutableArray<string> Paths(string connection, string path)
    {
        var named = path.Replace("/api/", $"/api/{connection}/", StringComparison.Ordinal);
        return connection == Connection.Default ? [path, named] : [named];
    }

    /// <summary>Whether two addresses are the same, however they are written.</summary>
    public static bool IsSame(string one, Uri other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Uri.TryCreate(one, UriKind.Absolute, out var parsed) && parsed.AbsoluteUri.TrimEnd('/') == other.AbsoluteUri.TrimEnd('/');
    }

    /// <summary>Reads the public address of a service.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="isLocal">Whether both vendors are stand-ins on this machine, which may call it by plain http.</param>
    /// <param name="address">The address, without a slash at its end.</param>
    /// <param name="problem">Why it is none, said to whoever gave it; null when it is one.</param>
    public static bool TryRead(string text, bool isLocal, [NotNullWhen(true)] out Uri? address, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        problem = null;
        if (!Uri.TryCreate(text.Trim().TrimEnd('/'), UriKind.Absolute, out address) || address.Scheme is not ("http" or "https")
            || address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            problem = "is no whole address such as https://shop.example, without credentials and query.";
        }
        else if (address.IsLoopback && !isLocal)
        {
            problem = "leads to this machine, where Stripe and Sanity cannot come. Give the address of a proxy or tunnel, or leave it out: without webhooks the service asks both sides itself.";
        }
        else if (address.Scheme == "http" && !address.IsLoopback)
        {
            problem = "is plain http: webhooks must come by https.";
        }

        return problem is null && address is not null;
    }

    private static Uri Below(Uri service, string path)
    {
        ArgumentNullException.ThrowIfNull(service);
        return new Uri(service.AbsoluteUri.TrimEnd('/') + path);
    }
}
