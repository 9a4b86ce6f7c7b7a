using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about write-ahead intents.</summary>
internal static class IntentRows
{
    /// <summary>Writes an intent down; a known token is replaced, but what was seen stays seen: the event may arrive before the pass records the outcome.</summary>
    public static void Put(SqliteSession session, Intent intent) => session.Run(
        """
        INSERT INTO intent (connection, token, document_id, state, is_seen, at, intent)
        VALUES (@connection, @token, @document_id, @state, @is_seen, @at, @intent)
        ON CONFLICT (connection, token) DO UPDATE SET
          document_id = excluded.document_id, state = excluded.state, is_seen = max(is_seen, excluded.is_seen), at = excluded.at, intent = excluded.intent
        """,
        ("@connection", intent.Key.Connection),
        ("@token", intent.Token),
        ("@document_id", intent.Key.DocumentId),
        ("@state", Word<IntentState>.Of(intent.State)),
        ("@is_seen", intent.IsSeen ? 1L : 0L),
        ("@at", intent.At.ToUnixTimeMilliseconds()),
        ("@intent", StoreJson.Write(intent)));

    /// <summary>Marks that the event of a write was seen.</summary>
    public static void MarkSeen(SqliteSession session, string connection, string token) =>
        session.Run("UPDATE intent SET is_seen = 1 WHERE connection = @connection AND token = @token", ("@connection", connection), ("@token", token));

    /// <summary>The intents of a product that still matter, oldest first.</summary>
    public static ImmutableArray<Intent> Pending(SqliteSession session, ProductKey key) => session.All(
        """
        SELECT intent, is_seen FROM intent
        WHERE connection = @connection AND document_id = @document_id AND (state IN ('open', 'failed', 'confirmed') OR (state = 'superseded' AND is_seen = 0))
        ORDER BY number
        """,
        Read,
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>The intent with a token, whatever its state.</summary>
    public static Intent? Find(SqliteSession session, string connection, string token) => session.First(
        "SELECT intent, is_seen FROM intent WHERE connection = @connection AND token = @token",
        Read,
        ("@connection", connection),
        ("@token", token));

    /// <summary>Deletes closed intents. A superseded one is closed once its event was seen: until then it may still arrive late.</summary>
    public static int Forget(SqliteSession session, long before, int limit) => session.Run(
        """
        DELETE FROM intent WHERE number IN (
          SELECT number FROM intent
          WHERE at < @before AND (state IN ('done', 'refused') OR (state = 'superseded' AND is_seen = 1))
          ORDER BY at LIMIT @limit)
        """,
        ("@before", before),
        ("@limit", limit));

    private static Intent Read(Row row) => StoreJson.Read<Intent>(row.Text(0)) with { IsSeen = row.Number(1) != 0 };
}
