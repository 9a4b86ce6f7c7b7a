using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Engine;

/// <summary>Tells whether a webhook was signed by somebody who knows one of our secrets, and lately. One verifier for both vendors' grammars.</summary>
/// <remarks>
/// It works on the raw bytes of the body, compares in constant time against every candidate, and never throws for what a sender wrote.
/// Both vendors sign <c>{t}.{body}</c> with HMAC-SHA256; they differ in how the header writes the time and the hash
/// (https://docs.stripe.com/webhooks#verify-manually, https://github.com/sanity-io/webhook-toolkit).
/// </remarks>
public sealed class WebhookSignature
{
    /// <summary>The longest header that is looked at, in characters. A real one has some 80, or 240 while a secret is rolled.</summary>
    public const int LongestHeader = 1024;

    /// <summary>The most signatures in one header. Stripe sends one per secret that is valid while rolling.</summary>
    public const int MostSignatures = 8;

    private readonly SignatureGrammar _grammar;
    private readonly ImmutableArray<byte[]> _keys;

    /// <summary>Makes a verifier.</summary>
    /// <param name="grammar">How the vendor writes the header.</param>
    /// <param name="secrets">The secrets that are valid now: one, or several while a secret is rolled. Without any, nothing could be told apart: refused.</param>
    public WebhookSignature(SignatureGrammar grammar, IEnumerable<Secret> secrets)
    {
        ArgumentNullException.ThrowIfNull(grammar);
        ArgumentNullException.ThrowIfNull(secrets);
        _grammar = grammar;

        // The whole text is the key, Stripe's "whsec_" included: neither vendor encodes its secrets.
        _keys = [.. secrets.Select(secret => Encoding.UTF8.GetBytes(secret.Reveal()))];
        if (_keys.IsEmpty)
        {
            throw new ArgumentException("A webhook cannot be verified without a secret.", nameof(secrets));
        }
    }

    /// <summary>Checks a webhook.</summary>
    /// <param name="header">The signature header as it came, or null when there was none.</param>
    /// <param name="body">The body, byte for byte as it came.</param>
    /// <param name="now">The time (UTC).</param>
    public SignatureVerdict Verify(string? header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(header))
        {
            return SignatureVerdict.Missing;
        }

        if (header.Length > LongestHeader || !Ascii.IsValid(header) || !_grammar.TryParse(header, out var time, out var candidates))
        {
            return SignatureVerdict.Malformed;
        }

        if (!Matches(header[time], body, header, candidates))
        {
            return SignatureVerdict.Mismatch;
        }

        // Only an authentic webhook is told that it is late.
        return _grammar.IsFresh(long.Parse(header[time], NumberStyles.None, CultureInfo.InvariantCulture), now)
            ? SignatureVerdict.Valid
            : SignatureVerdict.Expired;
    }

    private bool Matches(string time, ReadOnlySpan<byte> body, string header, ImmutableArray<Range> candidates)
    {
        Span<byte> expected = stackalloc byte[SignatureGrammar.LongestEncoding];
        Span<byte> given = stackalloc byte[SignatureGrammar.LongestEncoding];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> prefix = stackalloc byte[SignatureGrammar.LongestTime + 1];
        var prefixLength = Encoding.ASCII.GetBytes(time, prefix);
        prefix[prefixLength++] = (byte)'.';

        var matched = false;
        foreach (var key in _keys)
        {
            using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
            hmac.AppendData(prefix[..prefixLength]);
            hmac.AppendData(body);
            hmac.GetHashAndReset(hash);
            var length = _grammar.Encode(hash, expected);

            // Texts are compared, not decoded bytes: a decoder would let two spellings of one hash pass. No early exit.
            foreach (var candidate in candidates)
            {
                var text = header.AsSpan(candidate);
                matched |= text.Length == length
                    && CryptographicOperations.FixedTimeEquals(expected[..length], given[..Encoding.ASCII.GetBytes(text, given)]);
            }
        }

        return matched;
    }
}

/// <summary>What a signature check found.</summary>
public enum SignatureVerdict
{
    /// <summary>Authentic and fresh.</summary>
    Valid,

    /// <summary>No signature header.</summary>
    Missing,

    /// <summary>The header does not follow the vendor's grammar.</summary>
    Malformed,

    /// <summary>Authentic, but outside the window in which it may be accepted.</summary>
    Expired,

    /// <summary>No secret of ours made any of the signatures.</summary>
    Mismatch,
}
