using System.Buffers.Text;
using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>How a vendor writes its signature header, and for how long a signature counts.</summary>
public abstract class SignatureGrammar
{
    /// <summary>Longer than any hash that a grammar writes: 64 hex digits.</summary>
    internal const int LongestEncoding = 64;

    /// <summary>The most digits of a time: milliseconds have 13 until the year 2286.</summary>
    internal const int LongestTime = 15;

    private SignatureGrammar()
    {
    }

    /// <summary>
    /// <c>Stripe-Signature: t=seconds,v1=hex[,v1=hex…]</c>, other schemes ignored. Accepted within 300 seconds of our clock, both ways:
    /// every attempt is signed anew.
    /// </summary>
    public static SignatureGrammar Stripe { get; } = new StripeGrammar();

    /// <summary>
    /// <c>sanity-webhook-signature: t=milliseconds,v1=base64url</c>, exactly that. Accepted for 24 hours, and 5 minutes ahead of our clock:
    /// whether a retry is signed anew is not documented, and a replay does no harm because deliveries are stored once.
    /// </summary>
    public static SignatureGrammar Sanity { get; } = new SanityGrammar();

    /// <summary>Finds the time and the signatures in a header; false when it does not follow the grammar.</summary>
    internal abstract bool TryParse(string header, out Range time, out ImmutableArray<Range> signatures);

    /// <summary>Writes a hash as the vendor does; returns the length.</summary>
    internal abstract int Encode(ReadOnlySpan<byte> hash, Span<byte> text);

    /// <summary>Whether a signature of that time may still, or already, be accepted.</summary>
    internal abstract bool IsFresh(long time, DateTimeOffset now);

    private static bool IsTime(ReadOnlySpan<char> text) => text.Length is > 0 and <= LongestTime && !text.ContainsAnyExceptInRange('0', '9');

    private sealed class StripeGrammar : SignatureGrammar
    {
        private const long ToleratedSeconds = 300;

        internal override bool TryParse(string header, out Range time, out ImmutableArray<Range> signatures)
        {
            var times = 0;
            var found = ImmutableArray.CreateBuilder<Range>(1);
            time = default;
            signatures = [];
            foreach (var part in header.AsSpan().Split(','))
            {
                var element = header.AsSpan(part);
                var (start, end) = (part.Start.Value, part.End.Value);
                var equals = element.IndexOf('=');
                if (equals < 1)
                {
                    return false;
                }

                // Only v1 counts: a scheme that we do not know is ignored, so that nobody can talk us down to a weaker one.
                if (element is ['t', '=', ..])
                {
                    times++;
                    time = (start + 2)..end;
                }
                else if (element is ['v', '1', '=', ..])
                {
                    found.Add((start + 3)..end);
                }
            }

            signatures = found.DrainToImmutable();
            return times == 1 && IsTime(header.AsSpan(time)) && signatures.Length is > 0 and <= WebhookSignature.MostSignatures;
        }

        internal override int Encode(ReadOnlySpan<byte> hash, Span<byte> text)
        {
            Convert.TryToHexStringLower(hash, text, out var written);
            return written;
        }

        internal override bool IsFresh(long time, DateTimeOffset now) => Math.Abs(now.ToUnixTimeSeconds() - time) <= ToleratedSeconds;
    }

    private sealed class SanityGrammar : SignatureGrammar
    {
        private static readonly TimeSpan Past = TimeSpan.FromHours(24);
        private static readonly TimeSpan Future = TimeSpan.FromMinutes(5);

        internal override bool TryParse(string header, out Range time, out ImmutableArray<Range> signatures)
        {
            time = default;
            signatures = [];
            var comma = header.IndexOf(',');
            if (comma < 0 || !header.StartsWith("t=", StringComparison.Ordinal) || !header.AsSpan(comma + 1).StartsWith("v1="))
            {
                return false;
            }

            time = 2..comma;
            signatures = [(comma + 4)..header.Length];
            return IsTime(header.AsSpan(time)) && header.Length > comma + 4 && header.IndexOfAny([',', ' '], comma + 4) < 0;
        }

        internal override int Encode(ReadOnlySpan<byte> hash, Span<byte> text) => Base64Url.EncodeToUtf8(hash, text);

        internal override bool IsFresh(long time, DateTimeOffset now)
        {
            var age = now.ToUnixTimeMilliseconds() - time;
            return age <= Past.TotalMilliseconds && age >= -Future.TotalMilliseconds;
        }
    }
}
