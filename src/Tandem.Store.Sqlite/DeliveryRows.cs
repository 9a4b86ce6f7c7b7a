using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The inbox's statements.</summary>
internal static class DeliveryRows
{
    /// <summary>How old the first copy must be before a duplicate makes work due again: so that "Resend" in a vendor's dashboard works, and a vendor's own retries cost nothing.</summary>
    private const long StaleAfter = 10 * 60 * 1000;

    /// <summary>How long a delivery of a write whose result is not recorded yet waits for it.</summary>
    private const long AwaitFor = 250;

    /// <summary>Stores a delivery once and makes its work due. Returns how it was taken, and whether work is due.</summary>
    public static (Acceptance Acceptance, bool IsDue) Accept(SqliteSession session, Delivery delivery, Verdict verdict, long now)
    {
        var acceptance = delivery switch
        {
            { Foreign: not null } => Acceptance.Foreign,
            _ when verdict.IsEcho => Acceptance.Echo,
            _ => Acceptance.Stored,
        };
        var isNew = Insert(session, delivery, acceptance, now);
        if (isNew && acceptance != Acceptance.Foreign)
        {
            Learn(session, delivery, verdict, now);
        }

        var isDue = acceptance == Acceptance.Stored && delivery.Subject is { } subject
            && (isNew || IsStale(session, delivery, now) || IsParked(session, delivery.Connection, subject))
            && MakeDue(session, delivery, verdict, now);
        return (isNew ? acceptance : Acceptance.Duplicate, isDue);
    }

    /// <summary>Deletes deliveries that were handled: whose work, if they had any, has left the queue.</summary>
    public static int Forget(SqliteSession session, long before, int limit) => session.Run(
        """
        DELETE FROM delivery WHERE number IN (
          SELECT number FROM delivery
          WHERE stored_at < @before AND NOT EXISTS (
            SELECT 1 FROM work
            WHERE work.connection = delivery.connection
              AND ((work.kind = 'route' AND work.id = delivery.subject) OR (work.kind = 'await' AND work.id = delivery.token || ' ' || delivery.subject)))
          ORDER BY stored_at LIMIT @limit)
        """,
        ("@before", before),
        ("@limit", limit));

    private static bool Insert(SqliteSession session, Delivery delivery, Acceptance acceptance, long now) => session.Run(
        """
        INSERT INTO delivery (connection, side, id, is_foreign, stored_at, received_at, type, acceptance, subject, related, token, revision, previous, foreign_to, body)
        VALUES (@connection, @side, @id, @is_foreign, @stored_at, @received_at, @type, @acceptance, @subject, @related, @token, @revision, @previous, @foreign_to, @body)
        ON CONFLICT DO NOTHING
        """,
        ("@connection", delivery.Connection),
        ("@side", Word<Side>.Of(delivery.Side)),
        ("@id", delivery.Id),
        ("@is_foreign", delivery.Foreign is null ? 0L : 1L),
        ("@stored_at", now),
        ("@received_at", delivery.ReceivedAt.ToUnixTimeMilliseconds()),
        ("@type", delivery.Type),
        ("@acceptance", Word<Acceptance>.Of(acceptance)),
        ("@subject", delivery.Subject?.ToString()),
        ("@related", StoreJson.WriteList(delivery.Related)),
        ("@token", delivery.Token),
        ("@revision", delivery.Revision),
        ("@previous", StoreJson.WriteList(delivery.Previous)),
        ("@foreign_to", delivery.Foreign),
        ("@body", delivery.Body)) == 1;

    private static void Learn(SqliteSession session, Delivery delivery, Verdict verdict, long now)
    {
        if (verdict.SeenToken is { } token)
        {
            IntentRows.MarkSeen(session, delivery.Connection, token);
        }

        foreach (var edit in verdict.Overtaken)
        {
            OvertakenRows.Add(session, delivery, edit, now);
        }
    }

    private static bool IsStale(SqliteSession session, Delivery delivery, long now) => session.Number(
        "SELECT 1 FROM delivery WHERE connection = @connection AND side = @side AND id = @id AND is_foreign = 0 AND stored_at < @stale",
        ("@connection", delivery.Connection),
        ("@side", Word<Side>.Of(delivery.Side)),
        ("@id", delivery.Id),
        ("@stale", now - StaleAfter)) is not null;

    // Routing passes the hint on to the product's own work, and that is what usually gets parked.
    private static bool IsParked(SqliteSession session, string connection, ObjectId subject) =>
        WorkRows.IsParked(session, new WorkKey(connection, WorkKind.Route, subject.ToString()))
        || (LinkRows.Find(session, connection, subject) is { } key && WorkRows.IsParked(session, new WorkKey(connection, WorkKind.Product, key.DocumentId)));

    private static bool MakeDue(SqliteSession session, Delivery delivery, Verdict verdict, long now)
    {
        var subject = delivery.Subject!.Value.ToString();
        var (kind, id, due) = verdict.Awaits is { } token
            ? (WorkKind.Await, $"{token} {subject}", now + AwaitFor)
            : (WorkKind.Route, subject, now);
        var reason = $"{Word<Side>.Of(delivery.Side)} {delivery.Type} {delivery.Id}";
        WorkRows.Enqueue(session, new DueWork(new WorkKey(delivery.Connection, kind, id), Moment.At(due), delivery.Related, reason));
        return true;
    }
}
