using Microsoft.Extensions.Logging;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Makes sure, before any work is done, that the credentials open the pair that the database belongs to.</summary>
/// <remarks>
/// What the settings tell is compared before the first request is taken. What only the vendors can tell (the Stripe account) is asked right after;
/// until both have answered, webhooks are stored and no work is done.
/// </remarks>
internal sealed class StartCheck(TandemSettings settings, Lazy<Connection> connection, IStateStore store, TimeProvider time, ILogger<StartCheck> log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private volatile SideHealth _sanity = new(Connection.Default, Side.Sanity, null, "not asked yet");
    private volatile SideHealth _stripe = new(Connection.Default, Side.Stripe, null, "not asked yet");
    private volatile Identity _expectedStripe = new(Fingerprint.Unknown, settings.Of(Connection.Default).StripeMode);

    /// <summary>Whose Stripe events belong here: the mode at once, the account as soon as Stripe has told it.</summary>
    public Identity ExpectedStripe => _expectedStripe;

    /// <summary>Whether both sides have answered and are the right ones.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>How asking a side went.</summary>
    public SideHealth Of(Side side) => side == Side.Sanity ? _sanity : _stripe;

    /// <summary>Compares what the settings tell with what the database belongs to.</summary>
    /// <exception cref="StartRefusedException">The database belongs to another pair.</exception>
    public Task CompareSettings(CancellationToken cancellation) => Compare(Fingerprint.Of(settings.Of(Connection.Default)), cancellation);

    /// <summary>Asks both sides who they are, until they answer, and compares.</summary>
    /// <exception cref="StartRefusedException">The credentials open another pair than the database's.</exception>
    public async Task Confirm(CancellationToken cancellation)
    {
        var asked = Ask(Side.Stripe, cancellation);
        var sanity = await Ask(Side.Sanity, cancellation);
        var stripe = await asked;
        if (stripe.Realm != settings.Of(Connection.Default).StripeMode)
        {
            throw new StartRefusedException($"The key's prefix says {settings.Of(Connection.Default).StripeMode} mode, but Stripe says that it opens {stripe.Realm} mode. Check STRIPE_SECRET_KEY and STRIPE_API_BASE.");
        }

        _expectedStripe = stripe;
        var told = Fingerprint.Of(stripe, sanity);
        var stored = await Compare(told, cancellation);
        if (stored is null || (stored.Account == Fingerprint.Unknown && told.Account != Fingerprint.Unknown))
        {
            await store.Write(Connection.Default, Fingerprint.Name, told.Store(), cancellation);
        }

        IsConfirmed = true;
        ServerLog.Confirmed(log, told);
    }

    private Task<Fingerprint?> Compare(Fingerprint told, CancellationToken cancellation) => Compare(settings.Of(Connection.Default), store, told, cancellation);

    /// <summary>Compares a pair with the one that a database belongs to; gives that one, or null where none is written down.</summary>
    /// <exception cref="StartRefusedException">The database belongs to another pair.</exception>
    public static async Task<Fingerprint?> Compare(ConnectionSettings connection, IStateStore store, Fingerprint told, CancellationToken cancellation)
    {
        var stored = Fingerprint.Parse(await store.Read(connection.Name, Fingerprint.Name, cancellation));
        return stored is null || stored.Fits(told)
            ? stored
            : throw new StartRefusedException(
                $"The database belongs to {stored}, but the settings name {told}. "
                + "Give each pair a database of its own (TANDEM_DATABASE), or set the variables back.");
    }

    private async Task<Identity> Ask(Side side, CancellationToken cancellation)
    {
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            var answer = await connection.Value.On(side).Identify(cancellation);
            Note(side, answer.Fault);
            if (answer.Value is { } identity)
            {
                return identity;
            }

            // Also after a refusal: somebody may give the key its right back while we run.
            ServerLog.NotConfirmed(log, side, answer.Fault!.Message, wait);
            await Task.Delay(wait, time, cancellation);
        }
    }

    private void Note(Side side, CatalogFault? fault)
    {
        var health = new SideHealth(Connection.Default, side, fault is null ? time.GetUtcNow() : null, fault?.Message);
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
