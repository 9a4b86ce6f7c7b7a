using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Sends events to webhook endpoints: signed anew for every attempt, retried on the world's clock. <see href="https://docs.stripe.com/webhooks"/></summary>
/// <param name="outbox">Where deliveries wait for a sender.</param>
/// <param name="faults">What spoils them.</param>
/// <param name="clock">The world's clock.</param>
/// <param name="gate">The world's lock: a sender reports from its own threads.</param>
internal sealed class StripeHooks(Outbox outbox, Faults faults, TimeProvider clock, Lock gate)
{
    private readonly Dictionary<PendingDelivery, Sent> _waiting = [];
    private readonly List<PendingDelivery> _suspended = [];

    /// <summary>Sends an event to every enabled endpoint that asks for its type; true when a fault wants a twin of it.</summary>
    public bool Announce(StripeAccount account, JsonObject value)
    {
        var endpoints = account.Books.Endpoints.NewestFirst
            .Where(endpoint => endpoint.Text("status") == "enabled" && Asks(endpoint, value))
            .ToList();
        if (endpoints.Count == 0)
        {
            return false;
        }

        var standing = account.Deliveries[value.Text("id")] = new StripeDeliveries();
        standing.Pending.UnionWith(endpoints.Select(endpoint => endpoint.Text("id")));
        var wantsTwin = false;
        foreach (var endpoint in endpoints)
        {
            var delivery = Delivery(account, endpoint, value, isManual: false);
            var fault = faults.Send(outbox, delivery, clock.GetUtcNow());
            wantsTwin |= fault?.Kind is DeliveryFaultKind.Twin;
            if (fault?.Kind is DeliveryFaultKind.Drop)
            {
                // Lost behind a proxy that said 200: Stripe counts it as delivered, so that asking for undelivered events does not find it.
                Stand(_waiting[delivery], isDelivered: true);
                _waiting.Remove(delivery);
            }
        }

        return wantsTwin;
    }

    /// <summary>Sends an event once more by hand; automatic retries go on whatever comes of it.</summary>
    public void Resend(StripeAccount account, JsonObject value)
    {
        foreach (var endpoint in account.Books.Endpoints.NewestFirst.Where(endpoint => endpoint.Text("status") == "enabled" && Asks(endpoint, value)))
        {
            faults.Send(outbox, Delivery(account, endpoint, value, isManual: true), clock.GetUtcNow());
        }
    }

    /// <summary>Follows a change of endpoints: a deleted one's deliveries end, a disabled one's pause, and go on if it is enabled before they are due.</summary>
    public void Follow(StripeAccount account)
    {
        foreach (var (delivery, sent) in _waiting.Where(entry => entry.Value.Account == account).ToList())
        {
            var status = account.Books.Endpoints.Find(sent.Endpoint)?.Text("status");
            if (status == "enabled" || (!outbox.Take(delivery) && !_suspended.Contains(delivery)))
            {
                continue;
            }

            _suspended.Remove(delivery);
            if (status is null)
            {
                _waiting.Remove(delivery);
            }
            else
            {
                _suspended.Add(delivery);
            }
        }

        var now = clock.GetUtcNow();
        foreach (var delivery in _suspended.Where(delivery => _waiting[delivery] is var sent
            && sent.Account == account && account.Books.Endpoints.Find(sent.Endpoint)?.Text("status") == "enabled").ToList())
        {
            _suspended.Remove(delivery);
            if (delivery.Due > now)
            {
                outbox.Add(delivery);
            }
            else
            {
                _waiting.Remove(delivery);
            }
        }
    }

    private static bool Asks(JsonObject endpoint, JsonObject value) =>
        endpoint["enabled_events"]!.AsArray().Any(type => StripeEvents.Matches(type!.GetValue<string>(), value.Text("type")));

    private PendingDelivery Delivery(StripeAccount account, JsonObject endpoint, JsonObject value, bool isManual)
    {
        var (id, endpointId) = (value.Text("id"), endpoint.Text("id"));
        var shown = value.Copy();
        shown["api_version"] = endpoint["api_version"]?.DeepClone() ?? shown["api_version"]?.DeepClone();
        shown["pending_webhooks"] = account.Deliveries.GetValueOrDefault(id)?.Pending.Count ?? 0;
        var body = StripeJson.Bytes(shown);
        PendingDelivery? delivery = null;
        delivery = new PendingDelivery
        {
            Id = id,
            Url = new Uri(endpoint.Text("url")),
            Body = body,
            Headers = () => Headers(account, endpointId, body),
            Summary = $"{value.Text("type")} {value["data"]!["object"]!["id"]!.GetValue<string>()}",
            Ended = status => Ended(delivery!, status),
            Due = clock.GetUtcNow(),
        };
        _waiting[delivery] = new Sent(account, endpointId, id, isManual);
        return delivery;
    }

    private Dictionary<string, string> Headers(StripeAccount account, string endpoint, byte[] body)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            var secrets = account.Secrets[endpoint].Where(secret => secret.Until is null || secret.Until > now).Select(secret => secret.Value).ToList();
            return new Dictionary<string, string>
            {
                ["Accept"] = "*/*; q=0.5, application/xml",
                ["Cache-Control"] = "no-cache",
                ["Content-Type"] = "application/json; charset=utf-8",
                ["Stripe-Signature"] = StripeSigner.Header(secrets, body, now, withTestScheme: !account.Livemode),
                ["User-Agent"] = "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            };
        }
    }

    private TimeSpan? Ended(PendingDelivery delivery, int status)
    {
        lock (gate)
        {
            if (!_waiting.TryGetValue(delivery, out var sent))
            {
                return null;
            }

            sent.Attempts++;
            var isDelivered = status is >= 200 and < 300;
            Stand(sent, isDelivered);
            var options = sent.Account.Options;
            var waits = sent.Account.Livemode ? options.LiveRetries : options.TestRetries;
            var isEnabled = sent.Account.Books.Endpoints.Find(sent.Endpoint)?.Text("status") == "enabled";
            if (isDelivered || sent.IsManual || !isEnabled || sent.Attempts > waits.Length)
            {
                _waiting.Remove(delivery);
                return null;
            }

            return waits[sent.Attempts - 1];
        }
    }

    // An event without an entry is delivered everywhere.
    private static void Stand(Sent sent, bool isDelivered)
    {
        if (!sent.Account.Deliveries.TryGetValue(sent.Event, out var standing))
        {
            return;
        }

        standing.HasFailure |= !isDelivered;
        if (isDelivered && standing.Pending.Remove(sent.Endpoint) && standing.Pending.Count == 0)
        {
            sent.Account.Deliveries.Remove(sent.Event);
        }
    }

    private sealed record Sent(StripeAccount Account, string Endpoint, string Event, bool IsManual)
    {
        public int Attempts { get; set; }
    }
}
