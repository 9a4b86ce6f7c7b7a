using System.Globalization;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>Lets a database that was copied begin a life of its own: what the one that it was copied from has done since is not in it.</summary>
/// <remarks>
/// The copy carries a mark, so that it does not matter how it came into its place. The first service that opens it renews it, in one transaction: no token that may have been
/// sent since is used again, writes that were under way have ended one way or the other, and every record knows that it is older than what both sides show.
/// </remarks>
internal static class Renewal
{
    private const string Copied = "copied";

    /// <summary>Marks a copy.</summary>
    public static void Mark(SqliteSession session, long now)
    {
        if (CopiedAt(session) is null)
        {
            ValueRows.Write(session, "", Copied, now.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>When the copy was made; null for what is none, or was renewed.</summary>
    public static DateTimeOffset? CopiedAt(SqliteSession session) =>
        ValueRows.Read(session, "", Copied) is { } at ? Moment.At(long.Parse(at, CultureInfo.InvariantCulture)) : null;

    /// <summary>Renews a copy; leaves everything else as it is.</summary>
    public static void Of(SqliteSession session, TimeProvider time)
    {
        if (CopiedAt(session) is not { } copied)
        {
            return;
        }

        session.Run("BEGIN IMMEDIATE");
        try
        {
            Renew(session, copied, time);
            session.Run("COMMIT");
        }
        catch
        {
            if (!session.IsIdle)
            {
                session.Run("ROLLBACK");
            }

            throw;
        }
    }

    private static void Renew(SqliteSession session, DateTimeOffset copied, TimeProvider time)
    {
        var now = time.Milliseconds();

        // The sequence is a part of every token. Nothing is written once a millisecond, so that its like cannot have been sent by the life before, nor by another copy.
        session.Run(
            """
            UPDATE product SET record = json_set(record, '$.isRestored', json('true'), '$.sequence', max(json_extract(record, '$.sequence') + 1, @now))
            """,
            ("@now", now));

        // What Stripe was sent under these tokens it may answer from memory; Sanity tells which of its transactions were executed.
        session.Run("UPDATE intent SET state = 'failed', intent = json_set(intent, '$.state', 'failed') WHERE state = 'open' AND json_extract(intent, '$.side') = 'stripe'");
        session.Run("UPDATE intent SET is_seen = 1 WHERE state = 'superseded'");

        // What the Studio was told since is not known: it is told again.
        session.Run("UPDATE studio_status SET is_told = 0, version = version + 1");
        foreach (var connection in ValueRows.Connections(session))
        {
            WorkRows.Enqueue(session, DueWork.Notices(connection, Moment.At(now)));
            JournalRows.Add(session, new JournalEntry
            {
                At = Moment.At(now), Connection = connection, DocumentId = "", Type = "note",
                Text = $"The database is a copy of {copied.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC; what has happened since is caught up.",
            });
        }

        session.Run("DELETE FROM value WHERE connection = '' AND name = @name", ("@name", Copied));
    }
}
