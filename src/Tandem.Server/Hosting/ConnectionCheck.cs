using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Whether the credentials of one connection open the pair that the database knows it as.</summary>
/// <param name="connection">What is set for it.</param>
/// <param name="store">Where the pair is written down.</param>
/// <param name="time">The clock of every wait.</param>
/// <param name="log">Where it says what it finds.</param>
internal sealed class ConnectionCheck(ConnectionSettings connection, IStateStore store, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SideHealth _sanity = new(connection.Name, Side.Sanity, null, "not asked yet");
    private volatile SideHealth _stripe = new(connection.Name, Side.Stripe, null, "not asked yet");
    private volatile Identity _expectedStripe = new(Fingerprint.Unknown, connection.StripeMode);

    /// <summary>What is set for the connection.</summary>
    public ConnectionSettings Settings => connection;

    /// <summary>Whose Stripe events belong here: the mode at once, the account as soon as Stripe has told it.</summary>
    public Identity ExpectedStripe => _expectedStripe;

    /// <summary>Completes when both sides have answered and are the right ones; never when they are not.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Why the connection must not work, or null.</summary>
    public StartRefusedException? Refusal { get; private set; }

    /// <summary>How asking a side went.</summary>
    public SideHealth Of(Side side) => side == Side.Sanity ? _sanity : _stripe;

    /// <summary>The pair that a database knows a connection as, or null.</summary>
    public static async Task<Fingerprint?> Stored(IStateStore store, string connection, CancellationToken cancellation) =>
        Fingerprint.Parse(await store.Read(connection, Fingerprint.Name, cancellation));

    /// <summary>Compares what the settings tell with what the database knows.</summary>
    /// <exception cref="StartRefusedException">The database knows the connection as another pair.</exception>
    public Task CompareSettings(CancellationToken cancellation) => Compare(Fingerprint.Of(connection), cancellation);

    /// <summary>Asks both sides who they are, until they answer.</summary>
    public async Task<Fingerprint> Ask(Connection sides, CancellationToken cancellation)
    {
        var asked = Ask(sides.Stripe, cancellation);
        var sanity = await Ask(sides.Sanity, cancellation);
        return Fingerprint.Of(await asked, sanity);
    }

    /// <summary>Compares what both sides said, writes it down and lets the work begin.</summary>
    /// <param name="told">What both sides said.</param>
    /// <param name="neighbours">The pairs of the other connections whose Stripe is at the same address.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StartRefusedException">They are another pair than the database's, or the account is that of another connection.</exception>
    public async Task Admit(Fingerprint told, ImmutableArray<(string Name, Fingerprint Pair)> neighbours, CancellationToken cancellation)
    {
        if (told.Mode != connection.StripeMode)
        {
            throw new StartRefusedException(
                $"The key's prefix says {connection.StripeMode} mode, but Stripe says that it opens {told.Mode} mode. Check {Variables.StripeSecretKey.For(connection.Name)} and {Variables.StripeApiBase.For(connection.Name)}.");
        }

        var stored = await Compare(told, cancellation);
        var account = told.Account == Fingerprint.Unknown ? stored?.Account ?? Fingerprint.Unknown : told.Account;
        foreach (var (name, pair) in neighbours.Where(neighbour => neighbour.Pair.Mode == told.Mode))
        {
            if (account == Fingerprint.Unknown || pair.Account == Fingerprint.Unknown)
            {
                throw new StartRefusedException(
                    $"The connections {name} and {connection.Name} are both in {told.Mode} mode, and Stripe does not say whether {Variables.StripeSecretKey.For(name)} and {Variables.StripeSecretKey.For(connection.Name)} "
                    + "open the same account. Let both keys read the account's basic data.");
            }

            if (account == pair.Account)
            {
                throw new StartRefusedException(
                    $"{Variables.StripeSecretKey.For(connection.Name)} opens the Stripe account {account} in {told.Mode} mode, which belongs to the connection {name}. Two connections cannot share an account and mode: "
                    + "what is made there would go into both datasets. Give each its own.");
            }
        }

        if (stored is null || (stored.Account == Fingerprint.Unknown && told.Account != Fingerprint.Unknown))
        {
            await store.Write(connection.Name, Fingerprint.Name, told.Store(), cancellation);
        }

        _expectedStripe = new Identity(account, told.Mode);
        _ready.TrySetResult();
        ServerLog.Confirmed(log, connection.Name, told);
    }

    /// <summary>Keeps the connection from working.</summary>
    public void Refuse(StartRefusedException refusal)
    {
        Refusal = refusal;
        ServerLog.Refused(log, connection.Name, refusal.Message);
    }

    private Task<Fingerprint?> Compare(Fingerprint told, CancellationToken cancellation) => Compare(connection, store, told, cancellation);

    /// <summary>Compares a pair with the one that a database knows a connection as; gives that one, or null where none is written down.</summary>
    /// <exception cref="StartRefusedException">The database knows the connection as another pair.</exception>
    public static async Task<Fingerprint?> Compare(ConnectionSettings connection, IStateStore store, Fingerprint told, CancellationToken cancellation)
    {
        var stored = await Stored(store, connection.Name, cancellation);
        return stored is null || stored.Fits(told)
            ? stored
            : throw new StartRefusedException(
                $"The database knows the connection {connection.Name} as {stored}, but the settings name {told}. "
                + "Give each pair a connection or a database (TANDEM_DATABASE) of its own, or set the variables back.");
    }

    private async Task<Identity> Ask(ICatalog side, CancellationToken cancellation)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            var answer = await side.Identify(cancellation);
            Note(side.Side, answer.Fault);
            if (answer.Value is { } identity)
            {
                return identity;
            }

            // Also after a refusal: somebody may give the key its right back while we run.
            ServerLog.NotConfirmed(log, connection.Name, side.Side, answer.Fault!.Message, wait);
            await Task.Delay(wait, time, cancellation);
        }
    }

    private void Note(Side side, CatalogFault? fault)
    {
        var health = new SideHealth(connection.Name, side, fault is null ? time.GetUtcNow() : null, fault?.Message);
        if (side == Side.Sanity)
        {
            _sanity = health;
        }
        else
        {
            _stripe = health;
        }
    }
}
