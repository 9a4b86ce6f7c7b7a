using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about what the Studio shows of documents.</summary>
internal static class StudioStatusRows
{
    /// <summary>Says how a document of a product is doing; false when that was known.</summary>
    public static bool Put(SqliteSession session, string connection, string? productId, DocumentStatus status) => session.Run(
        """
        INSERT INTO studio_status (connection, document_id, product_id, status)
        VALUES (@connection, @document_id, @product_id, @status)
        ON CONFLICT DO UPDATE SET product_id = excluded.product_id, status = excluded.status, version = version + 1, is_told = 0
        WHERE status <> excluded.status OR product_id IS NOT excluded.product_id
        """,
        ("@connection", connection),
        ("@document_id", status.DocumentId),
        ("@product_id", productId),
        ("@status", StoreJson.Write(status))) == 1;

    /// <summary>Puts the answer to a request beside what is said of the document; of one that nothing is known of, the answer is all there is to say.</summary>
    public static void Answer(SqliteSession session, string connection, string documentId, StudioAnswer answer)
    {
        (string Name, object? Value)[] of = [("@connection", connection), ("@document_id", documentId)];
        var before = session.First("SELECT answers FROM studio_status WHERE connection = @connection AND document_id = @document_id", row => row.Text(0), of);
        session.Run(
            """
            INSERT INTO studio_status (connection, document_id, status, answers)
            VALUES (@connection, @document_id, @status, @answers)
            ON CONFLICT DO UPDATE SET answers = excluded.answers, version = version + 1, is_told = 0
            """,
            [
                .. of,
                ("@status", StoreJson.Write(new DocumentStatus { DocumentId = documentId, State = StatusState.Off, Message = answer.Message })),
                ("@answers", StoreJson.WriteList([answer, .. Answers(before).Take(StatusNotice.MostAnswers - 1)])),
            ]);
    }

    /// <summary>What was said of a product's documents.</summary>
    public static ImmutableArray<DocumentStatus> Of(SqliteSession session, ProductKey key) => session.All(
        "SELECT status FROM studio_status WHERE connection = @connection AND product_id = @product_id ORDER BY document_id",
        row => StoreJson.Read<DocumentStatus>(row.Text(0)),
        ("@connection", key.Connection),
        ("@product_id", key.DocumentId));

    /// <summary>What the Studio was not told.</summary>
    public static ImmutableArray<StatusNotice> Untold(SqliteSession session, string connection, int limit) => session.All(
        "SELECT status, answers, version FROM studio_status WHERE connection = @connection AND is_told = 0 ORDER BY document_id LIMIT @limit",
        row => new StatusNotice(StoreJson.Read<DocumentStatus>(row.Text(0)), Answers(row.Text(1)), row.Number(2)),
        ("@connection", connection),
        ("@limit", limit));

    /// <summary>Notes that the Studio was told, unless there is news already.</summary>
    public static void Told(SqliteSession session, string connection, StatusNotice notice) => session.Run(
        "UPDATE studio_status SET is_told = 1 WHERE connection = @connection AND document_id = @document_id AND version = @version",
        ("@connection", connection),
        ("@document_id", notice.Status.DocumentId),
        ("@version", notice.Version));

    /// <summary>Counts everything as not told.</summary>
    public static void Forget(SqliteSession session, string connection) => session.Run(
        "UPDATE studio_status SET is_told = 0 WHERE connection = @connection AND is_told = 1",
        ("@connection", connection));

    private static ImmutableArray<StudioAnswer> Answers(string? json) => json is null ? [] : StoreJson.Read<ImmutableArray<StudioAnswer>>(json);
}
