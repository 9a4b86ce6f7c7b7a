using System.Collections.Immutable;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli.Doctor;

/// <summary>The database: that it lasts, that it can be written, and whose it is.</summary>
internal static class DatabaseChecks
{
    /// <summary>The checks.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        new("database-place", Needs.Database, "The database lies on a local disk that lasts.", "Give TANDEM_DATABASE a path on a local disk; in a container, on a volume.", Lasts),
        new("database-write", Needs.Database, "Its folder and its files can be written.", "Give the user of the service the right to write there.", Writable),
        new("database-rights", Needs.Database, "Only its owner may read it.", "chmod 600 on the database, and on the files beside it.", Rights),
        new("database-pair", Needs.Database, "It belongs to this Stripe account and mode and this project and dataset.", "Give each pair a TANDEM_DATABASE of its own, or set the variables back.", Pair),
        new("database-connections", Needs.Database, "Every connection that it remembers is configured.", "Name it again in tandem.json or by its variables; or leave it: nothing is done for it.", Connections),
    ];

    private static Finding Lasts(Examination examined)
    {
        var folder = Folder(examined);
        return examined.Mounts is { } mounts ? MountTable.Judge(mounts.TypeOf(Real(folder)), folder) : Finding.Skipped("the file system cannot be told here");
    }

    private static Finding Writable(Examination examined)
    {
        var (folder, database) = (Folder(examined), examined.Database!);
        try
        {
            if (File.Exists(database))
            {
                using var file = new FileStream(database, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            }

            using var probe = new FileStream(Path.Combine(folder, ".tandem-doctor"), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return Finding.Good(File.Exists(database) ? "it can be written" : "it is not there yet, and can be made");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Finding.Wrong($"{database} cannot be written by this user: {fault.Message}");
        }
    }

    private static Finding Rights(Examination examined)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(examined.Database))
        {
            return Finding.Skipped(OperatingSystem.IsWindows() ? "rights of files are not looked at on Windows" : "there is no database yet");
        }

        var open = new[] { examined.Database, examined.Database + "-wal", examined.Database + "-shm" }.Where(File.Exists).Where(FileRights.AreOpenToWriters).ToList();
        return open.Count == 0 ? Finding.Good("only its owner may") : Finding.Warning($"Others on this machine may read or write {string.Join(", ", open)}.", $"chmod 600 {string.Join(' ', open)}");
    }

    private static async Task<Finding> Pair(Examination examined, CancellationToken cancellation)
    {
        try
        {
            await using var store = examined.OpenDatabase();
            if (store is null)
            {
                return Finding.Skipped("there is no database yet");
            }

            var told = await Told(examined, cancellation);
            var stored = Fingerprint.Parse(await store.Read(examined.Settings!.Name, Fingerprint.Name, cancellation));
            return stored is null ? Finding.Good("it belongs to nobody yet")
                : stored.Fits(told) ? Finding.Good($"{stored}")
                : Finding.Wrong($"It belongs to {stored}, but the settings name {told}.");
        }
        catch (StoreRefusedException refused)
        {
            return Finding.Wrong(refused.Message, "See the message; a database of a newer Tandem needs that version or a later one.");
        }
    }

    private static async Task<Finding> Connections(Examination examined, CancellationToken cancellation)
    {
        try
        {
            await using var store = examined.OpenDatabase();
            if (store is null || examined.Configured.IsEmpty)
            {
                return Finding.Skipped(store is null ? "there is no database yet" : "which are configured cannot be told");
            }

            var gone = (await store.Connections(cancellation)).Except(examined.Configured).ToList();
            return gone.Count == 0
                ? Finding.Good(string.Join(", ", examined.Configured))
                : Finding.Note($"It remembers {string.Join(" and ", gone)}, which {(gone.Count == 1 ? "is" : "are")} not configured any more: webhooks are not taken there, and its work waits.");
        }
        catch (StoreRefusedException)
        {
            return Finding.Skipped("it cannot be read");
        }
    }

    private static async Task<Fingerprint> Told(Examination examined, CancellationToken cancellation) =>
        ((await examined.Stripe(cancellation)).Value, (await examined.Sanity(cancellation)).Value) is ({ } stripe, { } sanity) ? Fingerprint.Of(stripe, sanity) : Fingerprint.Of(examined.Settings!);

    private static string Folder(Examination examined) => Path.GetDirectoryName(examined.Database)!;

    // A folder that is a link lies where it leads to.
    private static string Real(string folder) => Directory.Exists(folder) && new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : folder;
}
