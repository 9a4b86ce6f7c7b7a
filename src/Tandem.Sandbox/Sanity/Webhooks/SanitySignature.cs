using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Sandbox.Sanity;

/// <summary>Signs webhook bodies as Sanity does.</summary>
/// <remarks>
/// HMAC-SHA256 over <c>{t}.{body}</c>, base64url without padding, <c>t</c> in Unix milliseconds:
/// https://github.com/sanity-io/webhook-toolkit/blob/main/src/signature.ts
/// </remarks>
public static class SanitySignature
{
    /// <summary>The name of the header.</summary>
    public const string HeaderName = "sanity-webhook-signature";

    /// <summary>The value of the header.</summary>
    /// <param name="body">The exact bytes that are sent.</param>
    /// <param name="at">When it is signed.</param>
    /// <param name="secret">The hook's secret.</param>
    public static string Header(ReadOnlySpan<byte> body, DateTimeOffset at, string secret)
    {
        var time = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        byte[] message = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        return $"t={time},v1={Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message))}";
    }
}
