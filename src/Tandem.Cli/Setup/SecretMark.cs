using System.Security.Cryptography;
using System.Text;
using Tandem.Engine;

namespace Tandem.Cli.Setup;

/// <summary>A fingerprint that tells, beside a webhook at the vendor, which secret it has: vendors do not show secrets again.</summary>
/// <remarks>Made slowly, so that nobody finds a weak secret by trying; eight bytes, so that nothing of a strong one is given away.</remarks>
internal static class SecretMark
{
    private const int Rounds = 50_000;
    private const int Bytes = 8;
    private static readonly byte[] Salt = Encoding.UTF8.GetBytes("tandem webhook secret");

    /// <summary>The fingerprint of a secret.</summary>
    public static string Of(Secret secret) =>
        Convert.ToHexStringLower(Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret.Reveal()), Salt, Rounds, HashAlgorithmName.SHA256, Bytes));
}
