using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>The webhooks of a project, what they sent, and how it was taken.</summary>
/// <param name="projectId">The project.</param>
/// <param name="outbox">Where deliveries wait.</param>
/// <param name="faults">What goes wrong with deliveries.</param>
/// <param name="ids">Makes ids.</param>
/// <param name="time">World time.</param>
internal sealed class HookStore(string projectId, Outbox outbox, Faults faults, IdSource ids, TimeProvider time)
{
    private const int Kept = 10_000;

    /// <summary>After this the Content Lake gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Hook> _hooks = [];
    private readonly List<HookMessage> _messages = [];
    private readonly List<(string Hook, PendingDelivery Delivery)> _pending = [];

    /// <summary>All hooks, oldest first.</summary>
    public ImmutableArray<Hook> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _hooks.Values];
            }
        }
    }

    /// <summary>A hook by its id.</summary>
    /// <exception cref="LakeRefusalException">There is none.</exception>
    public Hook Get(string id)
    {
        lock (_gate)
        {
            return _hooks.GetValueOrDefault(id) ?? throw Refusals.Boom(404, "Not Found", "Webhook not found");
        }
    }

    /// <summary>Adds a hook.</summary>
    public Hook Add(Value.Map definition)
    {
        lock (_gate)
        {
            var hook = Hook.Create(ids.Next(16), projectId, definition);
            _hooks.Add(hook.Id, hook);
            return hook;
        }
    }

    /// <summary>Changes a hook; disabling it cancels what waits.</summary>
    public Hook Change(string id, Value.Map changes)
    {
        lock (_gate)
        {
            var changed = Hook.Create(id, projectId, Evaluator.Merged(Get(id).Definition, changes));
            _hooks[id] = changed;
            if (changed.IsDisabled)
            {
                Cancel(id);
            }

            return changed;
        }
    }

    /// <summary>Removes a hook and what waits for it.</summary>
    public void Remove(string id)
    {
        lock (_gate)
        {
            Get(id);
            Cancel(id);
            _hooks.Remove(id);
        }
    }

    /// <summary>What a hook sent, newest first.</summary>
    public ImmutableArray<HookMessage> Messages(string hook)
    {
        lock (_gate)
        {
            return [.. _messages.Where(message => message.Hook == hook).Reverse()];
        }
    }

    /// <summary>Sends what a commit is worth to every hook: one delivery per document.</summary>
    public void Announce(Dataset dataset, Commit commit)
    {
        lock (_gate)
        {
            foreach (var change in commit.Changes)
            {
                foreach (var hook in _hooks.Values)
                {
                    if (hook.Body(dataset, change, commit.At) is { } body)
                    {
                        Send(hook, body, dataset, commit, change);
                    }
                }
            }
        }
    }

    private void Send(Hook hook, Value payload, Dataset dataset, Commit commit, DocumentChange change)
    {
        var message = new HookMessage(ids.Next(16), hook.Id, commit.At, payload);
        _messages.Add(message);
        if (_messages.Count > Kept)
        {
            _messages.RemoveAt(0);
        }

        var body = ValueJson.Bytes(payload);
        var key = ids.NextUuid();
        var operation = Selectors.Operation((Value?)change.Before ?? Value.Null, (Value?)change.After ?? Value.Null)!;
        var delivery = new PendingDelivery
        {
            Id = key,
            Url = hook.Url,
            Body = body,
            Headers = Headers(hook, body, key, new Dictionary<string, string>
            {
                ["sanity-transaction-id"] = commit.Id,
                ["sanity-transaction-time"] = ValueJson.Text(commit.At),
                ["sanity-dataset"] = dataset.Name,
                ["sanity-document-id"] = change.Id,
                ["sanity-project-id"] = projectId,
                ["sanity-webhook-id"] = hook.Id,
                ["sanity-operation"] = operation,
            }),
            Summary = $"{operation} {change.Type} {change.Id}",
            Ended = status => Ended(message, status),
            Due = commit.At,
        };
        _pending.RemoveAll(pair => pair.Delivery.Attempts > 0 && !outbox.Waiting.Contains(pair.Delivery));
        _pending.Add((hook.Id, delivery));
        if (faults.Send(outbox, delivery, commit.At)?.Kind is DeliveryFaultKind.Twin)
        {
            outbox.Add(Faults.Duplicate(delivery));
        }
    }

    /// <summary>Headers for one attempt.</summary>
    /// <remarks>Whether a retry is signed anew is not verified; an old timestamp, up to half an hour, is harder on a receiver's replay window.</remarks>
    private Func<IReadOnlyDictionary<string, string>> Headers(Hook hook, byte[] body, string key, Dictionary<string, string> about)
    {
        string? signature = null;
        return () =>
        {
            var headers = new Dictionary<string, string>(about)
            {
                ["idempotency-key"] = key,
                ["content-type"] = "application/json",
                ["accept-encoding"] = "gzip",
                ["connection"] = "close",
                ["user-agent"] = "Sanity.io webhook delivery",
            };
            if (hook.Secret is { } secret)
            {
                signature ??= SanitySignature.Header(body, time.GetUtcNow(), secret);
                headers[SanitySignature.HeaderName] = signature;
            }

            foreach (var (name, value) in hook.Headers)
            {
                headers[name.ToLowerInvariant()] = value;
            }

            return headers;
        };
    }

    /// <summary>2xx is success, 4xx but 429 is for good, everything else is tried again with growing pauses for half an hour.</summary>
    private TimeSpan? Ended(HookMessage message, int status)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            message.Note(ids.Next(16), now, status);
            if (status is >= 200 and < 300)
            {
                return null;
            }

            var isCancelled = !_hooks.TryGetValue(message.Hook, out var hook) || hook.IsDisabled;
            var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(message.Attempts.Count - 1, 9)));
            if (isCancelled || status is >= 400 and < 500 and not 429 || now + pause - message.CreatedAt > Patience)
            {
                message.Close("failed");
                return null;
            }

            message.Requeue();
            return pause;
        }
    }

    private void Cancel(string hook)
    {
        foreach (var (_, delivery) in _pending.Where(pair => pair.Hook == hook))
        {
            outbox.Take(delivery);
        }

        _pending.RemoveAll(pair => pair.Hook == hook);
        foreach (var message in _messages.Where(message => message.Hook == hook && message.Shown["status"].Characters == "queued"))
        {
            message.Close("cancelled");
        }
    }
}
