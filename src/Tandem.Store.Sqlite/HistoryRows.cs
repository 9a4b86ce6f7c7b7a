using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The statements that ask what happened to a product.</summary>
internal static class HistoryRows
{
    /// <summary>The product of one connection that an id belongs to, or null: by a link first, or else because there is a trace of a product of that id.</summary>
    public static ProductKey? Resolve(SqliteSession session, string connection, string id) => session.First(
        """
        SELECT document_id FROM (
          SELECT 1 AS rank, document_id FROM link WHERE connection = @connection AND side IN ('sanity', 'stripe') AND kind IN ('product', 'price') AND object_id = @id
          UNION ALL SELECT 2, document_id FROM product WHERE connection = @connection AND document_id = @id
          UNION ALL SELECT 3, id FROM work WHERE connection = @connection AND kind = 'product' AND id = @id
          UNION ALL SELECT 4, document_id FROM (SELECT document_id FROM journal WHERE connection = @connection AND document_id = @id LIMIT 1))
        ORDER BY rank LIMIT 1
        """,
        row => (ProductKey?)new ProductKey(connection, row.Text(0)),
        ("@connection", connection),
        ("@id", id));

    /// <summary>The newest deliveries that named one of a product's objects.</summary>
    public static ImmutableArray<Hint> Hints(SqliteSession session, ProductKey key, int limit) => session.All(
        """
        SELECT connection, side, id, type, subject, acceptance, foreign_to, length(body) > 0, received_at FROM delivery
        WHERE connection = @connection AND is_foreign = 0 AND subject IN (
          SELECT side || ':' || kind || ':' || object_id FROM link WHERE connection = @connection AND document_id = @document_id
          UNION SELECT 'sanity:product:' || @document_id)
        ORDER BY number DESC LIMIT @limit
        """,
        ReadHint,
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId),
        ("@limit", limit));

    /// <summary>The newest deliveries that named an id, foreign ones included.</summary>
    public static ImmutableArray<Hint> Hints(SqliteSession session, string? connection, string id, int limit) => session.All(
        """
        SELECT connection, side, id, type, subject, acceptance, foreign_to, length(body) > 0, received_at FROM delivery
        WHERE (@connection IS NULL OR connection = @connection)
          AND subject IN ('sanity:product:' || @id, 'sanity:price:' || @id, 'stripe:product:' || @id, 'stripe:price:' || @id)
        ORDER BY number DESC LIMIT @limit
        """,
        ReadHint,
        ("@connection", connection),
        ("@id", id),
        ("@limit", limit));

    /// <summary>The work that waits for a product: its own, and that of hints which are still to be routed to it.</summary>
    public static ImmutableArray<WaitingWork> Work(SqliteSession session, ProductKey key) => session.All(
        """
        WITH subjects (subject) AS (
          SELECT side || ':' || kind || ':' || object_id FROM link WHERE connection = @connection AND document_id = @document_id
          UNION SELECT 'sanity:product:' || @document_id)
        SELECT connection, kind, id, due, reason, attempts, fence IS NOT NULL, parked_reason, parked_since FROM work
        WHERE connection = @connection AND (
          (kind IN ('product', 'unflag') AND id = @document_id)
          OR (kind = 'route' AND id IN subjects)
          OR (kind = 'await' AND substr(id, instr(id, ' ') + 1) IN subjects))
        ORDER BY due, kind, id
        """,
        row =>
        {
            var work = new WorkKey(row.Text(0), Word<WorkKind>.Read(row.Text(1)), row.Text(2));
            var parked = row.IsNull(8) ? null : new ParkedWork(work, row.Text(7), Moment.At(row.Number(8)), (int)row.Number(5));
            return new WaitingWork(work, Moment.At(row.Number(3)), row.Text(4), (int)row.Number(5), row.Number(6) != 0, parked);
        },
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>The newest of what editors asked for about a product; what was answered at once names only its document.</summary>
    public static ImmutableArray<StudioAsked> Asked(SqliteSession session, ProductKey key, int limit) => session.All(
        """
        SELECT request, answer FROM studio_request
        WHERE connection = @connection AND (product_id = @document_id OR (product_id IS NULL AND json_extract(request, '$.documentId') IN (
          SELECT object_id FROM link WHERE connection = @connection AND document_id = @document_id AND side = 'sanity' UNION SELECT @document_id)))
        ORDER BY asked_at DESC, nonce LIMIT @limit
        """,
        row => new StudioAsked(StoreJson.Read<StudioRequest>(row.Text(0)), row.IsNull(1) ? null : StoreJson.Read<StudioAnswer>(row.Text(1))),
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId),
        ("@limit", limit));

    private static Hint ReadHint(Row row) => new(
        row.Text(0),
        Word<Side>.Read(row.Text(1)),
        row.Text(2),
        row.Text(3),
        ObjectId.Parse(row.Text(4)),
        Word<Acceptance>.Read(row.Text(5)),
        row.TextOrNull(6),
        row.Number(7) != 0,
        Moment.At(row.Number(8)));
}
