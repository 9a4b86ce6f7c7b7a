using System.Collections.Immutable;

namespace Tandem.Store.Sqlite;

/// <summary>What is in a database file.</summary>
/// <param name="File">Its full path.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Schema">The number of its schema.</param>
public sealed record BackupFacts(string File, long Bytes, long Schema)
{
    /// <summary>When it was taken, if it is a backup that no service has run on yet (UTC).</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>When the newest line of its journal was written (UTC).</summary>
    public DateTimeOffset? NewestLine { get; init; }

    /// <summary>The connections that it remembers.</summary>
    public ImmutableArray<string> Connections { get; init; } = [];

    /// <summary>How many products it knows.</summary>
    public long Products { get; init; }

    /// <summary>How many lines its journal has.</summary>
    public long Lines { get; init; }

    /// <summary>How many webhooks and lines of feeds it keeps.</summary>
    public long Deliveries { get; init; }

    /// <summary>How much work waits in it, what is parked included.</summary>
    public long Work { get; init; }

    /// <summary>Reads them.</summary>
    internal static BackupFacts Of(SqliteSession session, string file, long schema) => session.First(
        """
        SELECT (SELECT count(*) FROM product), (SELECT count(*) FROM journal), (SELECT count(*) FROM delivery),
               (SELECT count(*) FROM work WHERE kind NOT IN ('sweep', 'notice')), (SELECT max(at) FROM journal)
        """,
        row => new BackupFacts(file, new FileInfo(file).Length, schema)
        {
            TakenAt = Renewal.CopiedAt(session),
            NewestLine = row.IsNull(4) ? null : Moment.At(row.Number(4)),
            Connections = ValueRows.Connections(session),
            Products = row.Number(0),
            Lines = row.Number(1),
            Deliveries = row.Number(2),
            Work = row.Number(3),
        })!;
}

/// <summary>What came of a restoration.</summary>
/// <param name="Facts">What is in the database now.</param>
/// <param name="Former">Where the database that was there before is kept; null when there was none.</param>
public sealed record Restoration(BackupFacts Facts, string? Former);
