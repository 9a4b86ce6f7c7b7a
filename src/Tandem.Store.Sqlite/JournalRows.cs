using System.Collections.Immutable;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The journal's statements.</summary>
internal static class JournalRows
{
    /// <summary>Appends an entry; the number is given here.</summary>
    public static void Add(SqliteSession session, JournalEntry entry) => session.Run(
        "INSERT INTO journal (connection, document_id, at, entry) VALUES (@connection, @document_id, @at, @entry)",
        ("@connection", entry.Connection),
        ("@document_id", entry.DocumentId),
        ("@at", entry.At.ToUnixTimeMilliseconds()),
        ("@entry", StoreJson.Write(entry)));

    /// <summary>The newest entries, newest first.</summary>
    public static ImmutableArray<JournalEntry> Newest(SqliteSession session, (string? Connection, string? DocumentId) of, long after, int limit) =>
        of is { Connection: { } connection, DocumentId: { } documentId }
            ? session.All(
                "SELECT entry, number FROM journal WHERE connection = @connection AND document_id = @document_id AND number > @after ORDER BY number DESC LIMIT @limit",
                Read,
                ("@connection", connection),
                ("@document_id", documentId),
                ("@after", after),
                ("@limit", limit))
            : session.All(
                """
                SELECT entry, number FROM journal
                WHERE (@connection IS NULL OR connection = @connection) AND (@document_id IS NULL OR document_id = @document_id) AND number > @after
                ORDER BY number DESC LIMIT @limit
                """,
                Read,
                ("@connection", of.Connection),
                ("@document_id", of.DocumentId),
                ("@after", after),
                ("@limit", limit));

    /// <summary>Deletes old entries; what tells of a conflict or of a change that still waits for a person stays until it does not.</summary>
    public static int Forget(SqliteSession session, long before, int limit) => session.Run(
        """
        DELETE FROM journal WHERE number IN (
          SELECT number FROM journal AS line
          WHERE at < @before AND NOT (
            json_extract(entry, '$.type') IN ('conflict', 'held') AND (
              EXISTS (SELECT 1 FROM conflict WHERE conflict.connection = line.connection AND conflict.document_id = line.document_id)
              OR EXISTS (SELECT 1 FROM held WHERE held.connection = line.connection AND held.document_id = line.document_id)))
          ORDER BY at, number LIMIT @limit)
        """,
        ("@before", before),
        ("@limit", limit));

    private static JournalEntry Read(Row row) => StoreJson.Read<JournalEntry>(row.Text(0)) with { Number = row.Number(1) };
}
