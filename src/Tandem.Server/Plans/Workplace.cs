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
        Engine = new TandemEngine(options, store, [new Connection(settings.Name, _sanity, _stripe, settings.Mapping.Policy) { Pace = settings.Pace }], time, new Random(), logs);
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
