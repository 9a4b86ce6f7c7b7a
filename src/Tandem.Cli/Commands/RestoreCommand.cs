using System.CommandLine;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary><c>tandem restore</c>: a backup takes the place of the database, which is kept.</summary>
internal static class RestoreCommand
{
    private const string More =
        """
        No service may hold the database. The backup is checked first, page by page: a damaged one, one of another program, or one that a newer Tandem has used is refused.
        What was there is kept beside it, under a name that is printed. The backup stays as it is. It is also how you move to another machine.
        At the next start what has happened since is caught up: events of Stripe and documents of Sanity that changed after the backup are looked at. What was done by then is
        known again by the ids on both sides: no price is made twice. Where one side was edited and not carried any more, the two meet as a conflict; the value that does not
        stand is in the journal. Stripe tells its events for 30 days: with an older backup everything is compared.
        Exit codes: 0 done, 1 it could not be written, or the answer was no, 2 a service holds the database, the backup cannot be used, or nobody can be asked and --yes is missing.

        Examples:
          tandem restore tandem-monday.db
          tandem restore tandem-monday.db --database /srv/shop/tandem.db --yes
          tandem restore tandem-monday.db --yes --json
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var options = new StoreOptions();
        var file = new Argument<string>("file") { Description = "The backup." };
        var yes = Consent.Yes();
        var command = new ToldCommand("restore", "Puts a backup in the place of the database, which is kept beside it.", More) { file, yes };
        options.AddPlaceTo(command);
        command.SetAction(parsed =>
        {
            var (backup, database) = (parsed.GetRequiredValue(file), Path.GetFullPath(options.PathOf(parsed)));
            if (SqliteStore.IsServed(database))
            {
                Console.Error.WriteLine($"A service holds {Visible.Text(database)}. Stop it first. Nothing was done.");
                return ExitCode.Usage;
            }

            var facts = SqliteStore.Examine(backup);
            IBackupOutput output = options.IsJson(parsed) ? new BackupJson(Console.Out) : new BackupText();
            output.Seen(facts, database, File.Exists(database));
            if (Consent.Missing(parsed.GetValue(yes), File.Exists(database) ? $"Put it in the place of {Visible.Text(database)}, which is kept beside it?" : $"Make {Visible.Text(database)} of it?") is { } missing)
            {
                return missing;
            }

            output.Restored(SqliteStore.Restore(database, backup, TimeProvider.System));
            return ExitCode.Done;
        });
        return command;
    }
}
