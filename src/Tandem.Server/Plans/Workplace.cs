using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Store.Sqlite;
using Tandem.Stripe;

namespace Tandem.Server;

/// <summary>Both sides of one connection, its memory and an engine, for commands that look or work without serving.</summary>
public sealed class Workplace : IAsyncDisposable
{
    private static int _count;
    private readonly StripeCatalog _stripe;
    private readonly SanityCatalog _sanity;

    private Workplace(ConnectionSettings settings, EngineOptions options, IStateStore store, TimeProvider time, ILoggerFactory logs)
    {
        (Settings, Store) = (settings, store);
        _stripe = StripeCatalog.Create(settings.Stripe(), time);
        _sanity = new SanityCatalog(settings.Sanity(), settings.Mapping.Schema, time, pictures: new PictureNetwork());
        var connection = new Connection(settings.Name, _sanity, _stripe, settings.Mapping.Policy) { Pace = settings.Pace, Studio = settings.Studio ? _sanity.Studio(settings.StripeMode == "live") : null };
        Engine = new TandemEngine(options, store, [connection], time, new Random(), logs);
    }

    /// <summary>What is set for the connection.</summary>
    public ConnectionSettings Settings { get; }

    /// <summary>The memory.</summary>
    public IStateStore Store { get; }

    /// <summary>The engine, within the connection's budgets.</summary>
    public TandemEngine Engine { get; }

    /// <summary>Opens it for looking: nothing can be written, and it works beside a running service as well as where there is no database yet.</summary>
    /// <param name="settings">What is set.</param>
    /// <param name="connection">The connection's name.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreRefusedException">The database is of another version.</exception>
    public static Workplace ForLooking(TandemSettings settings, string connection, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var store = File.Exists(settings.Database)
            ? SqliteStore.OpenReadOnly(settings.Database, time)
            : SqliteStore.Open($"file:looking-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}?mode=memory&cache=shared", time);
        return new Workplace(settings.Of(connection), settings.Engine, store, time, NullLoggerFactory.Instance);
    }

    /// <summary>Opens it for working, beside a running service or without one: the database is made if there is none, and nobody is kept off it.</summary>
    /// <param name="settings">What is set.</param>
    /// <param name="connection">The connection's name.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="StoreRefusedException">The database is of another version, or cannot keep the promises.</exception>
    public static async Task<Workplace> ForWorking(TandemSettings settings, string connection, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (!SqliteStore.IsServed(settings.Database))
        {
            // As a service opens it: made, brought to this version, and rid of the leases of a process that is gone. Then it is free again for a service that starts meanwhile.
            await SqliteStore.Open(settings.Database, time).DisposeAsync();
        }

        return new Workplace(settings.Of(connection), settings.Engine, SqliteStore.OpenBeside(settings.Database, time), time, NullLoggerFactory.Instance);
    }

    /// <summary>As <see cref="Identify"/>; and if the memory does not know yet whose it is, it is told.</summary>
    /// <exception cref="PlanFailedException">A side cannot be reached, or refuses the key.</exception>
    /// <exception cref="StartRefusedException">The memory belongs to another pair, or this pair to another connection.</exception>
    public async Task<PlanHead> Admit(DateTimeOffset now, CancellationToken cancellation)
    {
        var head = await Identify(now, cancellation);
        var told = new Fingerprint(head.StripeAccount, head.StripeMode, head.SanityProject, head.SanityDataset);
        var others = ImmutableArray.CreateBuilder<(string, Fingerprint)>();
        foreach (var other in (await Store.Connections(cancellation)).Where(other => other != Settings.Name))
        {
            if (await ConnectionCheck.Stored(Store, other, cancellation) is { } pair && pair.Account == told.Account)
            {
                others.Add((other, pair));
            }
        }

        await new ConnectionCheck(Settings, Store, TimeProvider.System, NullLogger.Instance).Admit(told, others.ToImmutable(), cancellation);
        return head;
    }

    /// <summary>Asks both sides who they are, and makes sure that the memory belongs to them.</summary>
    /// <exception cref="PlanFailedException">A side cannot be reached, or refuses the key.</exception>
    /// <exception cref="StartRefusedException">The memory belongs to another pair.</exception>
    public async Task<PlanHead> Identify(DateTimeOffset now, CancellationToken cancellation)
    {
        var asked = _stripe.Identify(cancellation);
        var sanity = await _sanity.Identify(cancellation);
        var stripe = await asked;
        if ((sanity.Fault ?? stripe.Fault) is { } fault)
        {
            throw PlanFailedException.Of(fault);
        }

        var told = Fingerprint.Of(stripe.Value!, sanity.Value!);
        await ConnectionCheck.Compare(Settings, Store, told, cancellation);
        return new PlanHead(Settings.Name, told.Account, told.Mode, told.Project, told.Dataset, now);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        _stripe.Dispose();
        _sanity.Dispose();
        await Store.DisposeAsync();
    }
}
