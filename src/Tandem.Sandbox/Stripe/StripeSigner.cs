using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Sandbox;

/// <summary>Signs webhook bodies as Stripe does. <see href="https://docs.stripe.com/webhooks#verify-manually"/></summary>
public static class StripeSigner
{
    /// <summary>The <c>Stripe-Signature</c> header: one <c>v1</c> for each secret, newest first, and in test mode the meaningless <c>v0</c> that Stripe adds.</summary>
    public static string Header(IReadOnlyList<string> secrets, ReadOnlySpan<byte> body, DateTimeOffset at, bool withTestScheme)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var header = new StringBuilder("t=").Append(seconds);
        foreach (var secret in secrets)
        {
            header.Append(",v1=").Append(Signature(secret, seconds, body));
        }

        if (withTestScheme && secrets.Count > 0)
        {
            header.Append(",v0=").Append(Signature(secrets[0], seconds, body));
        }

        return header.ToString();
    }

    private static string Signature(string secret, string seconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(seconds + "."));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
