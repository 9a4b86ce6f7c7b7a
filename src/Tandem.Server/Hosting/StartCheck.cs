using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Makes sure, before any work of a connection is done, that its credentials open the pair that it is known as, and that no two connections have the same one.</summary>
/// <remarks>
/// What the settings tell is compared before the first request is taken. What only the vendors can tell (the Stripe account) is asked right after; until both sides of a
/// connection have answered, its webhooks are stored and none of its work is done. One that is refused so keeps waiting, and the others go on.
/// </remarks>
internal sealed class StartCheck : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lazy<Connections> _connections;
    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1, 1);

    public StartCheck(TandemSettings settings, Lazy<Connections> connections, IStateStore store, TimeProvider time, ILogger<StartCheck> log)
    {
        (_connections, _store, _time, _log) = (connections, store, time, log);
        Checks = [.. settings.Connections.Select(connection => new ConnectionCheck(connection, store, time, log))];
    }

    /// <summary>The check of each connection, in the order of the settings.</summary>
    public ImmutableArray<ConnectionCheck> Checks { get; }

    /// <summary>The check of a connection.</summary>
    public ConnectionCheck Of(string connection) => Checks.Single(check => check.Settings.Name == connection);

    /// <summary>Compares what the settings tell with what the database knows.</summary>
    /// <exception cref="StartRefusedException">The database knows a connection as another pair.</exception>
    public async Task CompareSettings(CancellationToken cancellation)
    {
        foreach (var check in Checks)
        {
            await check.CompareSettings(cancellation);
            await Presence.Note(_store, check.Settings.Name, isGone: false, cancellation);
        }

        foreach (var gone in await Gone(cancellation))
        {
            ServerLog.NotConfigured(_log, gone);
            await Presence.Note(_store, gone, isGone: true, cancellation);
        }
    }

    /// <summary>Asks both sides of each connection who they are, and lets the work of those begin that are the right ones.</summary>
    /// <exception cref="StartRefusedException">No connection may work.</exception>
    public async Task Confirm(CancellationToken cancellation)
    {
        await Task.WhenAll(Checks.Select(check => Confirm(check, cancellation)));
        if (Checks.All(check => check.Refusal is not null))
        {
            throw new StartRefusedException(string.Join(Environment.NewLine, Checks.Select(check => check.Refusal!.Message)), Checks[0].Refusal!);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task Confirm(ConnectionCheck check, CancellationToken cancellation)
    {
        var told = await check.Ask(_connections.Value.Of(check.Settings.Name), cancellation);
        while (!await Decide(check, told, cancellation))
        {
            // The store fails: the engine says so.
            await Task.Delay(Pause, _time, cancellation);
        }
    }

    // One after the other, so that of two new connections with one account only one is admitted.
    private async Task<bool> Decide(ConnectionCheck check, Fingerprint told, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await Recognize(check, told, cancellation);
            await check.Admit(told, await Neighbours(check, cancellation), cancellation);
            return true;
        }
        catch (StartRefusedException refusal)
        {
            check.Refuse(refusal);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    // Under a new name nothing would be remembered: what is linked would meet as if for the first time.
    private async Task Recognize(ConnectionCheck check, Fingerprint told, CancellationToken cancellation)
    {
        foreach (var gone in await Gone(cancellation))
        {
            if (await ConnectionCheck.Stored(_store, gone, cancellation) is { } pair && pair.Fits(told))
            {
                throw new StartRefusedException(
                    $"The database knows {pair} as the connection {gone}; the settings call it {check.Settings.Name}. What is remembered of a connection goes by its name: call it {gone} again, or begin anew with another {Variables.Database}.");
            }
        }
    }

    private async Task<IEnumerable<string>> Gone(CancellationToken cancellation) => (await _store.Connections(cancellation)).Except(Checks.Select(check => check.Settings.Name));

    private async Task<ImmutableArray<(string Name, Fingerprint Pair)>> Neighbours(ConnectionCheck check, CancellationToken cancellation)
    {
        var neighbours = ImmutableArray.CreateBuilder<(string, Fingerprint)>();
        foreach (var other in Checks.Where(other => other != check && other.Settings.StripePlace == check.Settings.StripePlace).Select(other => other.Settings.Name))
        {
            if (await ConnectionCheck.Stored(_store, other, cancellation) is { } pair)
            {
                neighbours.Add((other, pair));
            }
        }

        return neighbours.ToImmutable();
    }
}
