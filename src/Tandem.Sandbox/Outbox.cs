using System.Collections.Immutable;

namespace Tandem.Sandbox;

/// <summary>A webhook that a world wants delivered.</summary>
public sealed class PendingDelivery
{
    /// <summary>The event id (Stripe) or the idempotency key (Sanity): the same on every attempt and every duplicate.</summary>
    public required string Id { get; init; }

    /// <summary>Where it goes.</summary>
    public required Uri Url { get; init; }

    /// <summary>The exact body bytes.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Headers for one attempt, with a fresh signature timestamp: called anew for every attempt.</summary>
    public required Func<IReadOnlyDictionary<string, string>> Headers { get; init; }

    /// <summary>What it tells, for people: <c>product.updated prod_1</c>.</summary>
    public required string Summary { get; init; }

    /// <summary>Told how an attempt ended: the HTTP status, or 0 when nothing answered. Returns when to try again, or null when done with.</summary>
    public required Func<int, TimeSpan?> Ended { get; init; }

    /// <summary>Attempts made so far.</summary>
    public int Attempts { get; set; }

    /// <summary>Not to be sent before this moment of world time.</summary>
    public DateTimeOffset Due { get; set; }
}

/// <summary>Deliveries that wait to be sent: the host's sender drains it, a test or the simulator may take from it in any order.</summary>
public sealed class Outbox
{
    private readonly Lock _gate = new();
    private readonly List<PendingDelivery> _waiting = [];

    /// <summary>Raised after a delivery was added.</summary>
    public event Action? Added;

    /// <summary>What waits now.</summary>
    public ImmutableArray<PendingDelivery> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _waiting];
            }
        }
    }

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count == 0;
            }
        }
    }

    /// <summary>Adds a delivery (also a duplicate, or one that is to be tried again).</summary>
    public void Add(PendingDelivery delivery)
    {
        lock (_gate)
        {
            _waiting.Add(delivery);
        }

        Added?.Invoke();
    }

    /// <summary>Takes a delivery out; false when somebody else already did.</summary>
    public bool Take(PendingDelivery delivery)
    {
        lock (_gate)
        {
            return _waiting.Remove(delivery);
        }
    }
}
