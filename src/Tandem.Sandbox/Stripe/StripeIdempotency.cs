namespace Tandem.Sandbox;

/// <summary>The answers kept under idempotency keys, also errors, for 24 hours of world time.</summary>
/// <remarks><see href="https://docs.stripe.com/api/idempotent_requests"/></remarks>
internal sealed class StripeIdempotency(TimeSpan life)
{
    private readonly Dictionary<string, Kept> _kept = [];
    private readonly Queue<(DateTimeOffset At, string Key)> _ages = [];

    /// <summary>The kept answer of a key, or null for a new key; refuses a key that was used with other parameters.</summary>
    public SandboxResponse? Replay(string key, string fingerprint, DateTimeOffset now)
    {
        while (_ages.TryPeek(out var oldest) && oldest.At <= now - life)
        {
            _kept.Remove(_ages.Dequeue().Key);
        }

        if (!_kept.TryGetValue(key, out var kept))
        {
            return null;
        }

        return kept.Fingerprint == fingerprint ? kept.Answer : throw StripeErrors.IdempotencyMismatch(key);
    }

    /// <summary>Keeps the answer of a request whose execution had begun.</summary>
    public void Keep(string key, string fingerprint, SandboxResponse answer, DateTimeOffset now)
    {
        _kept[key] = new Kept(fingerprint, answer);
        _ages.Enqueue((now, key));
    }

    /// <summary>Forgets all keys, as Stripe may once they are old enough.</summary>
    public void Purge()
    {
        _kept.Clear();
        _ages.Clear();
    }

    private sealed record Kept(string Fingerprint, SandboxResponse Answer);
}
