using System.Collections.Immutable;

namespace Tandem.Sanity;

/// <summary>Reads the address of a picture that is to be fetched: what is no plain https address of an allowed host is refused before anything is asked of anybody.</summary>
internal static class PictureAddress
{
    private const int Longest = 5_000;

    /// <summary>The address, or a sentence that names its host and says what to do.</summary>
    /// <param name="text">The address as Stripe has it.</param>
    /// <param name="hosts">The hosts from which pictures may be fetched.</param>
    public static (Uri? Address, string? Problem) Read(string text, ImmutableArray<string> hosts)
    {
        if (text.Length > Longest || text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character) || character == '\\')
            || !Uri.TryCreate(text, UriKind.Absolute, out var address) || Host(address) is not { Length: > 0 } host)
        {
            return (null, "An address in Stripe's list of pictures is no web address. Correct it in Stripe.");
        }

        var problem = address switch
        {
            { Scheme: not "https" } => "is not fetched: only https is. Use an https address in Stripe.",
            _ when address.UserInfo.Length > 0 || HasUser(text) => "is not fetched: its address holds credentials. Use an address without them in Stripe.",
            { Port: not 443 } => "is not fetched: only port 443 is asked. Use an address without a port in Stripe.",
            _ when Uri.CheckHostName(host) != UriHostNameType.Dns || !hosts.Contains(host, StringComparer.OrdinalIgnoreCase) =>
                "is not fetched: its host is not in the list of download in tandem.json. Add the host there, or upload the picture in the Studio.",
            _ => null,
        };
        return problem is null ? (address, null) : (null, $"{Of(address)} {problem}");
    }

    /// <summary>How sentences name a picture: by its host alone, since addresses may hold keys.</summary>
    public static string Of(Uri address) => $"The picture at {(address.IdnHost.Length <= 100 ? address.IdnHost : address.IdnHost[..100] + "…")}";

    // The name as it is looked up: other spellings, such as ①②⑦.⓪.⓪.①, are names by their host and addresses by this. Some have no such form at all.
    private static string? Host(Uri address)
    {
        try
        {
            return address.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    // Also an empty name, which the reader of addresses forgets.
    private static bool HasUser(string text)
    {
        var start = text.IndexOf("//", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.AsSpan(start + 2).IndexOfAny('/', '?', '#');
        return start >= 0 && text.AsSpan(start + 2, end < 0 ? text.Length - start - 2 : end).Contains('@');
    }
}
