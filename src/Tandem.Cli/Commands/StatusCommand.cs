using System.Collections.Immutable;
using System.CommandLine;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary><c>tandem status</c>: how much is in step, what waits, and how both sides are doing. It works beside a running service or without one.</summary>
internal static class StatusCommand
{
    private const string More =
        """
        It reads the database alone, whether or not the service is running. What only the service knows (when a side last answered, how often it is called) the service
        leaves there when it changes, at most once a minute; the row "as of" says how old that is.
        Exit codes: 0 nothing waits for a person, 1 no such connection, 2 wrong usage or no database, 3 something waits for a person,
        4 the service is not running, a connection must not work, or a side has been failing for more than 5 minutes (also when something waits for a person).
        A connection that is not configured any more is shown, and counts for none of them.

        Examples:
          tandem status
          tandem status --json
          tandem status --connection staging
          tandem status || echo "somebody should look"
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var command = new ToldCommand("status", "Shows how much is in step, what waits, and how both sides are doing.", More);
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var store = options.Look(parsed);
            var status = await Read(store, options.PathOf(parsed), options.ConnectionOf(parsed), cancellation);
            if (status.Connections.IsEmpty)
            {
                await Console.Error.WriteLineAsync(options.ConnectionOf(parsed) is { } wanted
                    ? $"There is no connection {Visible.Text(wanted)} in this database; tandem status shows those that there are."
                    : "Nothing has used this database yet: start the service once.");
                return ExitCode.Failed;
            }

            IStatusOutput output = options.IsJson(parsed) ? new StatusJson(Console.Out) : new StatusTable();
            output.Show(status);
            return status switch
            {
                { IsStill: true } => ExitCode.Standstill,
                { NeedsPerson: true } => ExitCode.NeedsPerson,
                _ => ExitCode.Done,
            };
        });
        return command;
    }

    private static async Task<Status> Read(SqliteStore store, string path, string? connection, CancellationToken cancellation)
    {
        var connections = ImmutableArray.CreateBuilder<ConnectionStatus>();
        foreach (var counts in await store.Operator.Overview(connection, cancellation))
        {
            connections.Add(new ConnectionStatus(
                counts,
                Fingerprint.Parse(await store.Read(counts.Connection, Fingerprint.Name, cancellation)),
                Pulse.Parse(await store.Read(counts.Connection, Pulse.Name, cancellation)),
                await Presence.IsGone(store, counts.Connection, cancellation)));
        }

        return new Status(path, SqliteStore.IsServed(path), TimeProvider.System.GetUtcNow(), connections.DrainToImmutable());
    }
}
