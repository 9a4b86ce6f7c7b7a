using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tandem.Sanity;

/// <summary>The ids of the documents between the service and the Studio plugin.</summary>
internal static partial class StudioId
{
    private const string RequestPrefix = SanityId.PrivatePrefix + "request.";

    private const string StatusPrefix = SanityId.PrivatePrefix + "status.";

    // What Sanity takes at most.
    private const int Longest = 128;

    // Of a hash, enough that no two documents of a dataset meet.
    private const int HashDigits = 40;

    /// <summary>The id of a request.</summary>
    public static string OfRequest(string nonce) => RequestPrefix + nonce;

    /// <summary>The nonce in a request's id: a random UUID in lower case; null when the id is another one.</summary>
    public static string? NonceOf(string? id) =>
        id?.StartsWith(RequestPrefix, StringComparison.Ordinal) == true && NoncePattern.IsMatch(id[RequestPrefix.Length..]) ? id[RequestPrefix.Length..] : null;

    /// <summary>The id of a document's status. One that would be too long is made of the document's hash; readers find it by the field that names the document.</summary>
    public static string OfStatus(string documentId)
    {
        var plain = StatusPrefix + documentId;
        return plain.Length <= Longest ? plain : $"{StatusPrefix}sha256-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(documentId)))[..HashDigits]}";
    }

    [GeneratedRegex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NoncePattern { get; }
}
