using Tandem.Core;

namespace Tandem.Engine;

/// <summary>
/// Lets only so many archives through within a day: beyond that somebody may be emptying the shop by mistake. What workers side by side are archiving at this
/// moment counts too, so that they do not all take the last place.
/// </summary>
internal sealed class ArchiveGuard(IStateStore store, EngineOptions options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);
    private readonly Lock _gate = new();
    private readonly Dictionary<ProductKey, int> _underWay = [];
    private int _left;

    /// <summary>Asks for a product's archives. What is let through counts as under way until the product has left.</summary>
    public async Task<Admission> Ask(ProductKey key, int archives, CancellationToken cancellation)
    {
        while (true)
        {
            var left = Volatile.Read(ref _left);
            var counted = await store.CountGuarded(key.Connection, time.GetUtcNow() - Window, cancellation);
            var limit = Math.Max(options.ArchiveFloor, await store.CountLinked(key.Connection, cancellation) / 10);
            lock (_gate)
            {
                if (left != _left)
                {
                    // Somebody has moved from one count to the other in the meantime.
                    continue;
                }

                _underWay.Remove(key);
                var others = _underWay.Where(other => other.Key.Connection == key.Connection).Sum(other => other.Value);
                if (counted + others + archives > limit)
                {
                    return counted + archives > limit ? Admission.Held : Admission.Waits;
                }

                _underWay[key] = archives;
                return Admission.Admitted;
            }
        }
    }

    /// <summary>The product's pass is over: what it archived is on record.</summary>
    public void Leave(ProductKey key)
    {
        lock (_gate)
        {
            if (_underWay.Remove(key))
            {
                _left++;
            }
        }
    }
}

/// <summary>What the guard says to archives.</summary>
internal enum Admission
{
    /// <summary>They may go ahead.</summary>
    Admitted,

    /// <summary>Others are under way, and whether there is room shows when they have ended.</summary>
    Waits,

    /// <summary>Too many within a day: a person decides.</summary>
    Held,
}
