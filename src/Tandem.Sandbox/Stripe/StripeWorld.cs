using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>A stateful stand-in of Stripe's catalogue API: products, prices, events, webhook endpoints, search.</summary>
/// <remarks>Written from recordings and Stripe's documents; where nobody has verified what Stripe does, it does what is harder for a client.</remarks>
public sealed class StripeWorld : IWorld
{
    private readonly Lock _gate = new();
    private readonly StripeOptions _options;
    private readonly TimeProvider _clock;
    private readonly StripeIds _ids;
    private readonly StripeHooks _hooks;
    private readonly StripeTransaction _transaction;
    private readonly StripePipeline _pipeline;
    private readonly Dictionary<(string Id, bool Livemode), StripeAccount> _accounts = [];

    /// <summary>Makes an empty world.</summary>
    public StripeWorld(StripeOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _clock = clock;
        _ids = new StripeIds(options.Seed);
        Faults = new Faults(options.Seed);
        _hooks = new StripeHooks(Outbox, Faults, clock, _gate);
        _transaction = new StripeTransaction(_hooks, Invariants);
        _pipeline = new StripePipeline(Keys, _ids, _transaction, Account, options.ApiVersion);
        Dashboard = DashboardOf(livemode: false);
    }

    /// <inheritdoc />
    public CallLog Calls { get; } = new();

    /// <inheritdoc />
    public Outbox Outbox { get; } = new();

    /// <inheritdoc />
    public Faults Faults { get; }

    /// <summary>The API keys and what they may do.</summary>
    public StripeKeys Keys { get; } = new();

    /// <summary>What was noticed that a well-behaved client never does.</summary>
    public StripeInvariants Invariants { get; } = new();

    /// <summary>A person in the Dashboard, in test mode of the default account.</summary>
    public StripeDashboard Dashboard { get; }

    /// <summary>A person in the Dashboard of another mode or account.</summary>
    public StripeDashboard DashboardOf(bool livemode, string? account = null) => new(this, Account(account, livemode));

    /// <summary>Forgets all idempotency keys, as if more than a day had passed.</summary>
    public void PurgeIdempotencyKeys()
    {
        lock (_gate)
        {
            foreach (var account in _accounts.Values)
            {
                account.Keys.Purge();
            }
        }
    }

    /// <inheritdoc />
    public SandboxResponse Handle(SandboxRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            var answer = Faults.Apply(request, fault => _pipeline.Answer(request, fault, now));
            Calls.Add(StripePipeline.Logged(request, answer.Status, now));
            return Answers.Dated(answer, now);
        }
    }

    /// <summary>Does what a person asks, through the same code as an API call.</summary>
    internal JsonObject Person(StripeAccount account, string method, string path, StripeForm form)
    {
        var (route, target) = StripeRoutes.Find(method, path);
        return Person(account, $"{method} {path}", target, () => StripeReader.Read(route.Parameters, form), route.Execute);
    }

    /// <summary>Does what only a person can do.</summary>
    internal void Person(StripeAccount account, string what, Action<StripeCall> act) =>
        Person(account, what, "", () => [], call =>
        {
            act(call);
            return new JsonObject();
        });

    /// <summary>A signing secret nobody has.</summary>
    internal string NewSecret() => _ids.Secret();

    /// <summary>Reads, or arranges what is not a write of the catalogue, under the world's lock.</summary>
    internal T Under<T>(Func<StripeHooks, DateTimeOffset, T> read)
    {
        lock (_gate)
        {
            return read(_hooks, _clock.GetUtcNow());
        }
    }

    private JsonObject Person(StripeAccount account, string what, string target, Func<JsonObject> input, Func<StripeCall, JsonNode> act)
    {
        lock (_gate)
        {
            var logged = new Call(_clock.GetUtcNow(), "PERSON", what, 200, null, IsWrite: true, "person");
            try
            {
                var call = new StripeCall(account, _ids, logged.At, _ids.Request()) { Target = target, Input = input() };
                var result = StripeExpand.Render(account.Books, _transaction.Execute(call, act, logged), []).AsObject();
                Calls.Add(logged);
                return result;
            }
            catch (StripeRefusedException refused)
            {
                throw new InvalidOperationException(refused.Message, refused);
            }
        }
    }

    private StripeAccount Account(string? id, bool livemode)
    {
        lock (_gate)
        {
            var key = (id ?? _options.Account, livemode);
            if (!_accounts.TryGetValue(key, out var account))
            {
                _accounts[key] = account = new StripeAccount(key.Item1, livemode, key.Item1 != _options.Account, _options);
            }

            return account;
        }
    }
}
