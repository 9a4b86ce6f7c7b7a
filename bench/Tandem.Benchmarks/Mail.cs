using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tandem.Sandbox;

namespace Tandem.Benchmarks;

/// <summary>Signed webhooks of Stripe without end: real events of the stand-in, each with an event id of its own.</summary>
internal sealed class Mail
{
    private const int IdLength = 24;
    private readonly byte[] _key;
    private readonly (byte[] Before, byte[] After)[] _events;
    private long _number;

    private Mail(string secret, IEnumerable<(byte[] Before, byte[] After)> events) => (_key, _events) = (Encoding.UTF8.GetBytes(secret), [.. events]);

    /// <summary>Makes mail of what a stand-in has in its outbox.</summary>
    public static Mail Of(string secret, Outbox outbox) => new(secret, outbox.Waiting.Select(delivery =>
    {
        var text = Encoding.UTF8.GetString(delivery.Body.Span);
        var at = text.IndexOf(delivery.Id, StringComparison.Ordinal);
        return (Encoding.UTF8.GetBytes(text[..at]), Encoding.UTF8.GetBytes(text[(at + delivery.Id.Length)..]));
    }));

    /// <summary>The next request, ready to be sent.</summary>
    public byte[] Next()
    {
        var number = Interlocked.Increment(ref _number);
        var (before, after) = _events[number % _events.Length];
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var id = "evt_" + number.ToString(CultureInfo.InvariantCulture).PadLeft(IdLength - 4, '0');
        byte[] signed = [.. Encoding.ASCII.GetBytes(time), (byte)'.', .. before, .. Encoding.ASCII.GetBytes(id), .. after];
        var hash = Convert.ToHexStringLower(HMACSHA256.HashData(_key, signed));
        var body = signed.AsSpan(time.Length + 1);
        var head = $"POST /api/stripe/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nStripe-Signature: t={time},v1={hash}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }
}
