using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Server.Tests.Signatures;

/// <summary>Signs as the vendors do, written from the facts and apart from the verifier.</summary>
public static class Signer
{
    public static string Stripe(string secret, ReadOnlySpan<byte> body, DateTimeOffset at) => $"t={at.ToUnixTimeSeconds()},v1={StripeHash(secret, body, at)}";

    public static string StripeHash(string secret, ReadOnlySpan<byte> body, DateTimeOffset at) =>
        Convert.ToHexStringLower(Hash(secret, $"{at.ToUnixTimeSeconds()}", body));

    public static string Sanity(string secret, ReadOnlySpan<byte> body, DateTimeOffset at) =>
        $"t={at.ToUnixTimeMilliseconds()},v1={Base64Url.EncodeToString(Hash(secret, $"{at.ToUnixTimeMilliseconds()}", body))}";

    private static byte[] Hash(string secret, string time, ReadOnlySpan<byte> body) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.ASCII.GetBytes(time + "."), .. body]);
}
