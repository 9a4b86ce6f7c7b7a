using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;
using Tandem.Sanity;
using Tandem.Stripe;

namespace Tandem.Simulation;

/// <summary>Carries webhooks: in any order, late, twice or not at all, and to a service that may die over them.</summary>
internal sealed class Postman(Universe universe, Random random)
{
    private static readonly SanitySource Source = new(Connection.Default, "standin1", "production", SanitySchema.Default);
    private static readonly Identity Expected = new("acct_1SandboxTandem", "test");

    private readonly List<PendingDelivery> _past = [];
    private readonly List<PendingDelivery> _inFlight = [];
    private double _drop;
    private double _twice;
    private double _late;

    /// <summary>Webhooks that were dropped for good.</summary>
    public int Dropped { get; private set; }

    /// <summary>Deliveries made, duplicates included.</summary>
    public int Delivered { get; private set; }

    /// <summary>Ids of deliveries that were answered with 2xx: they must be in the inbox, whatever happens.</summary>
    public HashSet<(Side Side, string Id)> Acknowledged { get; } = [];

    /// <summary>Draws how bad the post is in this schedule.</summary>
    public void Draw(Random swarm)
    {
        _drop = swarm.Next(4) switch { 0 => 0.1, 1 => swarm.Next(3) == 0 ? 1 : 0.4, _ => 0 };
        _twice = swarm.Next(3) == 0 ? 0.3 : 0;
        _late = swarm.Next(3) == 0 ? 0.3 : 0;
    }

    /// <summary>From now on everything arrives, once.</summary>
    public void Calm() => _drop = _twice = _late = 0;

    /// <summary>When the next delivery is due, if one waits.</summary>
    public DateTimeOffset? NextDue => Waiting().Select(delivery => (DateTimeOffset?)delivery.Due).Min();

    /// <summary>Sends one waiting delivery on its way; false when none is due.</summary>
    public bool Deliver()
    {
        if (universe.Sanity.Outbox.IsEmpty && universe.Stripe.Outbox.IsEmpty)
        {
            return false;
        }

        var due = Waiting().Where(delivery => delivery.Due <= universe.Scheduler.Clock.GetUtcNow()).ToList();
        if (due.Count == 0)
        {
            return false;
        }

        var delivery = due[random.Next(due.Count)];
        if (_late > 0 && random.NextDouble() < _late)
        {
            delivery.Due = universe.Scheduler.Clock.GetUtcNow() + TimeSpan.FromSeconds(random.Next(1, 7200));
            return true;
        }

        _ = universe.Sanity.Outbox.Take(delivery) || universe.Stripe.Outbox.Take(delivery);
        _past.Add(delivery);
        if (_drop > 0 && random.NextDouble() < _drop)
        {
            // As a vendor that gave up: no retry will come.
            Dropped++;
            delivery.Ended(400);
            return true;
        }

        Hand(delivery, isFirst: true);
        if (_twice > 0 && random.NextDouble() < _twice)
        {
            Hand(delivery, isFirst: false);
        }

        return true;
    }

    /// <summary>The texts of a product in the newest event about it that was delivered; for a bug that believes them.</summary>
    public IReadOnlyDictionary<string, string>? NewestPayload(string product) => _past
        .Where(delivery => IsStripe(delivery) && delivery.Summary.EndsWith(" " + product, StringComparison.Ordinal))
        .Select(delivery => System.Text.Json.Nodes.JsonNode.Parse(delivery.Body.Span)!["data"]!["object"]!.AsObject())
        .Select(value => value.Where(pair => pair.Value is System.Text.Json.Nodes.JsonValue text && text.TryGetValue<string>(out _)).ToDictionary(pair => pair.Key, pair => (string)pair.Value!))
        .LastOrDefault();

    /// <summary>Delivers something that was delivered before, once more; false when nothing was.</summary>
    public bool Redeliver()
    {
        if (_past.Count == 0)
        {
            return false;
        }

        Hand(_past[random.Next(_past.Count)], isFirst: false);
        return true;
    }

    /// <summary>Delivers everything of the past again, in any order.</summary>
    public void RedeliverAll()
    {
        var all = _past.ToArray();
        random.Shuffle(all);
        foreach (var delivery in all)
        {
            Hand(delivery, isFirst: false);
        }
    }

    private IEnumerable<PendingDelivery> Waiting() => universe.Sanity.Outbox.Waiting.Concat(universe.Stripe.Outbox.Waiting);

    private void Hand(PendingDelivery delivery, bool isFirst)
    {
        Delivered++;
        if (universe.Service is not { } service || Read(delivery) is not { } read)
        {
            End(delivery, 503, isFirst);
            return;
        }

        if (isFirst)
        {
            _inFlight.Add(delivery);
        }

        // The endpoint's code runs in the service's process, and so does its answer.
        service.Lane.Post(_ => Accept(service, delivery, read, isFirst), null);
    }

    /// <summary>The service died: what it was being handed is answered by nobody, and the vendor tries again.</summary>
    public void Hang()
    {
        foreach (var delivery in _inFlight.ToArray())
        {
            End(delivery, 0, isFirst: true);
        }
    }

    private async void Accept(Life service, PendingDelivery delivery, Delivery read, bool isFirst)
    {
        var accepted = await service.Accept(read);
        universe.Note($"webhook {delivery.Summary} ({read.Id}): {accepted}");
        universe.Accepted(accepted);
        service.Lane.Post(_ => Answer(delivery, read, isFirst), null);
    }

    private void Answer(PendingDelivery delivery, Delivery read, bool isFirst)
    {
        Acknowledged.Add((read.Side, read.Id));
        End(delivery, 200, isFirst);
    }

    private void End(PendingDelivery delivery, int status, bool isFirst)
    {
        _inFlight.Remove(delivery);
        if (isFirst && delivery.Ended(status) is { } wait)
        {
            delivery.Due = universe.Scheduler.Clock.GetUtcNow() + wait;
            (IsStripe(delivery) ? universe.Stripe.Outbox : universe.Sanity.Outbox).Add(delivery);
        }
    }

    private Delivery? Read(PendingDelivery delivery)
    {
        var now = universe.Scheduler.Clock.GetUtcNow();
        if (IsStripe(delivery))
        {
            return StripeDelivery.Read(Connection.Default, Expected, delivery.Body, now).Value;
        }

        var headers = delivery.Headers();
        return SanityDelivery.Read(
            Source, name => headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value, delivery.Body, now).Value;
    }

    private static bool IsStripe(PendingDelivery delivery) => delivery.Url.AbsolutePath.Contains("stripe", StringComparison.Ordinal);
}
