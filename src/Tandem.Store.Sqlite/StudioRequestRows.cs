using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about what editors asked for in the Studio.</summary>
internal static class StudioRequestRows
{
    /// <summary>Whether a request is known; one that was answered is to be told again.</summary>
    public static (bool IsKnown, bool IsUntold) Recall(SqliteSession session, string connection, string nonce)
    {
        (string Name, object? Value)[] of = [("@connection", connection), ("@nonce", nonce)];
        var isUntold = session.Run("UPDATE studio_request SET is_told = 0 WHERE connection = @connection AND nonce = @nonce AND answer IS NOT NULL", of) > 0;
        return (isUntold || session.Number("SELECT 1 FROM studio_request WHERE connection = @connection AND nonce = @nonce", of) is not null, isUntold);
    }

    /// <summary>Stores a request; false when it is known.</summary>
    public static bool Add(SqliteSession session, string connection, StudioRequest request, string? productId) => session.Run(
        """
        INSERT INTO studio_request (connection, nonce, product_id, author, asked_at, request)
        VALUES (@connection, @nonce, @product_id, @author, @asked_at, @request)
        ON CONFLICT DO NOTHING
        """,
        ("@connection", connection),
        ("@nonce", request.Nonce),
        ("@product_id", productId),
        ("@author", request.Author),
        ("@asked_at", request.AskedAt.ToUnixTimeMilliseconds()),
        ("@request", StoreJson.Write(request))) == 1;

    /// <summary>How many requests of an author were written in a span of time.</summary>
    public static int Count(SqliteSession session, string connection, string author, long after, long until) => (int)session.Number(
        "SELECT count(*) FROM studio_request WHERE connection = @connection AND author = @author AND asked_at > @after AND asked_at <= @until",
        ("@connection", connection),
        ("@author", author),
        ("@after", after),
        ("@until", until))!.Value;

    /// <summary>A product's requests without an answer, oldest first.</summary>
    public static ImmutableArray<StudioRequest> Open(SqliteSession session, ProductKey key) => session.All(
        "SELECT request FROM studio_request WHERE connection = @connection AND product_id = @product_id AND answer IS NULL ORDER BY asked_at, nonce",
        Read,
        ("@connection", key.Connection),
        ("@product_id", key.DocumentId));

    /// <summary>Requests without an answer that are older than a moment.</summary>
    public static ImmutableArray<StudioRequest> Overdue(SqliteSession session, string connection, long before) => session.All(
        "SELECT request FROM studio_request WHERE connection = @connection AND answer IS NULL AND asked_at < @before ORDER BY asked_at, nonce",
        Read,
        ("@connection", connection),
        ("@before", before));

    /// <summary>Answers a request that has no answer yet, and says so in its document's status; false when it has one.</summary>
    public static bool Answer(SqliteSession session, string connection, StudioAnswer answer)
    {
        (string Name, object? Value)[] of = [("@connection", connection), ("@nonce", answer.Nonce)];
        if (session.Run("UPDATE studio_request SET answer = @answer WHERE connection = @connection AND nonce = @nonce AND answer IS NULL", [.. of, ("@answer", StoreJson.Write(answer))]) == 0)
        {
            return false;
        }

        var request = session.First("SELECT request FROM studio_request WHERE connection = @connection AND nonce = @nonce", Read, of)!;
        StudioStatusRows.Answer(session, connection, request.DocumentId, answer);
        return true;
    }

    /// <summary>Answered requests whose documents are still there, as far as we know.</summary>
    public static ImmutableArray<string> Untold(SqliteSession session, string connection, int limit) => session.All(
        "SELECT nonce FROM studio_request WHERE connection = @connection AND answer IS NOT NULL AND is_told = 0 ORDER BY nonce LIMIT @limit",
        row => row.Text(0),
        ("@connection", connection),
        ("@limit", limit));

    /// <summary>Notes that a request's document is gone.</summary>
    public static void Told(SqliteSession session, string connection, string nonce) => session.Run(
        "UPDATE studio_request SET is_told = 1 WHERE connection = @connection AND nonce = @nonce AND answer IS NOT NULL",
        ("@connection", connection),
        ("@nonce", nonce));

    /// <summary>Deletes old requests that are done with.</summary>
    public static int Forget(SqliteSession session, long before, int limit) => session.Run(
        """
        DELETE FROM studio_request WHERE (connection, nonce) IN (
          SELECT connection, nonce FROM studio_request WHERE asked_at < @before AND is_told = 1 ORDER BY asked_at LIMIT @limit)
        """,
        ("@before", before),
        ("@limit", limit));

    private static StudioRequest Read(Row row) => StoreJson.Read<StudioRequest>(row.Text(0));
}
