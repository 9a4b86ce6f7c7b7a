using System.CommandLine;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary><c>tandem backup</c>: a consistent copy of the database, beside a running service or without one.</summary>
internal static class BackupCommand
{
    private const string More =
        """
        The service may run meanwhile; what it writes after the start of the copy is not in it. The file is whole or not there, and only its owner may read it.
        There is no key, token or webhook secret in it: keep .env.local, or wherever yours are, apart. What your documents and webhooks said is in it.
        A copy knows that it is one: the first service that is started on it catches up on what has happened since (tandem restore).
        Exit codes: 0 done, 1 it could not be written, or the answer was no, 2 wrong usage or no database, or the file is there and nobody can be asked.

        Examples:
          tandem backup tandem-monday.db
          tandem backup /mnt/backups/tandem.db --yes       (replaces the last one, for a nightly job)
          tandem backup tandem-monday.db --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var file = new Argument<string>("file") { Description = "Where the copy goes." };
        var yes = Consent.Yes();
        var command = new ToldCommand("backup", "Writes a consistent copy of the database, also while the service runs.", More) { file, yes };
        options.AddPlaceTo(command);
        command.SetAction(parsed =>
        {
            var target = parsed.GetRequiredValue(file);
            if (File.Exists(target) && Consent.Missing(parsed.GetValue(yes), $"Replace {Visible.Text(target)}?") is { } missing)
            {
                return missing;
            }

            var facts = SqliteStore.BackUp(options.PathOf(parsed), target, TimeProvider.System);
            IBackupOutput output = options.IsJson(parsed) ? new BackupJson(Console.Out) : new BackupText();
            output.Taken(facts);
            return ExitCode.Done;
        });
        return command;
    }
}
