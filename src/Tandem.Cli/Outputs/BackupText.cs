using System.Globalization;
using Spectre.Console;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary>For people.</summary>
internal sealed class BackupText : IBackupOutput
{
    /// <inheritdoc/>
    public void Taken(BackupFacts facts)
    {
        Terminal.Card($"Written: {facts.File}", [.. Rows(facts), .. OperatingSystem.IsWindows() ? Array.Empty<(string, string)>() : [("rights", "only its owner may read it")]]);
        AnsiConsole.WriteLine("No key, token or webhook secret is in it: keep those apart. Back with: tandem restore FILE");
    }

    /// <inheritdoc/>
    public void Seen(BackupFacts facts, string database, bool isThere) =>
        Terminal.Card($"Backup: {facts.File}", [.. Rows(facts), ("goes to", isThere ? $"{database}; what is there is kept beside it" : database)]);

    /// <inheritdoc/>
    public void Restored(Restoration done)
    {
        Terminal.Widen();
        AnsiConsole.WriteLine($"Restored: {Visible.Text(done.Facts.File)}");
        if (done.Former is { } former)
        {
            AnsiConsole.WriteLine($"What was there before is kept as {Visible.Text(former)}");
        }

        AnsiConsole.WriteLine("Start the service: it catches up on what has happened since. Then look at tandem status.");
    }

    private static IEnumerable<(string What, string Text)> Rows(BackupFacts facts) =>
    [
        ("size", Size(facts.Bytes)),
        ("taken", facts.TakenAt is { } taken ? $"{Terminal.Minute(taken)} UTC, {Ages.Of(TimeProvider.System.GetUtcNow() - taken)} ago" : "not by tandem backup"),
        ("connections", facts.Connections.IsEmpty ? "none yet" : string.Join(", ", facts.Connections)),
        ("products", Count(facts.Products)),
        ("journal", $"{Count(facts.Lines)} lines{(facts.NewestLine is { } newest ? $", the newest of {Terminal.Minute(newest)} UTC" : "")}"),
        ("received", $"{Count(facts.Deliveries)} webhooks and lines of feeds"),
        ("waiting", facts.Work == 1 ? "1 piece of work" : $"{Count(facts.Work)} pieces of work"),
        ("schema", Count(facts.Schema)),
    ];

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };
}
