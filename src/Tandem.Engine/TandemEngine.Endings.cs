using Tandem.Core;

namespace Tandem.Engine;

/// <content>How a lease ends: as the work says, or by the back-off.</content>
public sealed partial class TandemEngine
{
    // How a lease ends: as the work says, or by the back-off when it failed.
    private Ending? Decide(Lease lease, PassResult result)
    {
        var name = lease.Key.ToString();
        if (result.Ending is Ending.Park park)
        {
            _log.Parked(name, park.Reason);
        }

        if (result.Ending is not null)
        {
            return result.Ending;
        }

        if (result.Reason is not { } reason)
        {
            _log.LostLease(name);
            return null;
        }

        return result.Fault switch
        {
            CatalogFault.Refused refused => Park(name, refused.Message),
            CatalogFault.Throttled throttled => Retry(lease, reason, counts: false, throttled.RetryAfter),
            CatalogFault.Unauthorized unauthorized => Retry(lease, reason, counts: false, Outage(lease, unauthorized.Side)),
            CatalogFault.Unavailable or CatalogFault.Unknown when lease.Key.Kind == WorkKind.Notice => Retry(lease, reason, counts: true, null, parks: false),
            CatalogFault.Unavailable unavailable => Retry(lease, reason, counts: IsItsOwnFault(lease, unavailable.Side), Outage(lease, unavailable.Side)),
            _ => Retry(lease, reason, counts: true, null),
        };
    }

    // A vendor that answers others since is not down: the failure is this key's own, and counts towards parking it.
    private bool IsItsOwnFault(Lease lease, Side side) =>
        On(lease, side).LastContact > lease.Until - _options.Lease;

    // The longer a side is out, the less often it is asked; these waits count towards no key's parking.
    private TimeSpan Outage(Lease lease, Side side) => Backoff.After(On(lease, side).Failures, _options, _random);

    private MeteredCatalog On(Lease lease, Side side) => (MeteredCatalog)_connections[lease.Key.Connection].On(side);

    private Ending.Park Park(string name, string reason)
    {
        _log.Parked(name, reason);
        return new Ending.Park(reason);
    }

    // What nobody would ask for again goes on trying, as seldom as the back-off allows: sweeps, and what the Studio is to be told when Sanity is back.
    private Ending Retry(Lease lease, string reason, bool counts, TimeSpan? atLeast, bool parks = true)
    {
        var name = lease.Key.ToString();
        if (counts && parks && lease.Attempts + 1 >= _options.Attempts && lease.Key.Kind != WorkKind.Sweep)
        {
            return Park(name, $"{reason} ({lease.Attempts + 1} attempts)");
        }

        var wait = Backoff.After(lease.Attempts, _options, _random);
        var due = _time.GetUtcNow() + (atLeast > wait ? atLeast.Value : wait);
        _log.Retries(name, due, reason);
        return new Ending.Retry(due, reason, counts);
    }
}
