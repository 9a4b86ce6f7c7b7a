using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about changes that are held for a person.</summary>
internal static class HeldRows
{
    /// <summary>Replaces what is held of a product; a change that was held before keeps its age, and what a person said of it.</summary>
    public static void Replace(SqliteSession session, ProductKey key, ImmutableArray<HeldChange> held, long now)
    {
        (string Name, object? Value)[] product = [("@connection", key.Connection), ("@document_id", key.DocumentId)];
        var before = session.All(
            "SELECT held, ruling, since FROM held WHERE connection = @connection AND document_id = @document_id ORDER BY position",
            row => (Change: ReadRuled(row), Since: row.Number(2)),
            product);
        if (before.IsEmpty && held.IsEmpty)
        {
            return;
        }

        session.Run("DELETE FROM held WHERE connection = @connection AND document_id = @document_id", product);
        for (var position = 0; position < held.Length; position++)
        {
            var change = held[position];
            var known = before.FirstOrDefault(one => one.Change.IsSame(change));
            session.Run(
                """
                INSERT OR REPLACE INTO held (connection, document_id, position, side, object, field, since, held, ruling)
                VALUES (@connection, @document_id, @position, @side, @object, @field, @since, @held, @ruling)
                """,
                [
                    .. product,
                    ("@position", (long)position),
                    ("@side", Word<Side>.Of(change.Side)),
                    ("@object", change.Object),
                    ("@field", change.Field),
                    ("@since", known.Change is null ? now : known.Since),
                    ("@held", StoreJson.Write(change with { Ruling = Ruling.None })),
                    ("@ruling", known.Change is null || known.Change.Ruling == Ruling.None ? null : Word<Ruling>.Of(known.Change.Ruling)),
                ]);
        }
    }

    /// <summary>What waits for the word of a person, oldest first.</summary>
    public static ImmutableArray<WaitingChange> Waiting(SqliteSession session, string? connection, int limit) => session.All(
        """
        SELECT connection, document_id, held, since FROM held
        WHERE ruling IS NULL AND (@connection IS NULL OR connection = @connection)
        ORDER BY since, connection, document_id, position LIMIT @limit
        """,
        row => new WaitingChange(new ProductKey(row.Text(0), row.Text(1)), StoreJson.Read<HeldChange>(row.Text(2)), Moment.At(row.Number(3))),
        ("@connection", connection),
        ("@limit", limit));

    /// <summary>What is held of a product, each with what a person said of it.</summary>
    public static ImmutableArray<HeldChange> Of(SqliteSession session, ProductKey key) => session.All(
        "SELECT held, ruling FROM held WHERE connection = @connection AND document_id = @document_id ORDER BY position",
        ReadRuled,
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>What waits of a product for the word of a person.</summary>
    public static ImmutableArray<WaitingChange> WaitingOf(SqliteSession session, ProductKey key) => session.All(
        "SELECT held, since FROM held WHERE connection = @connection AND document_id = @document_id AND ruling IS NULL ORDER BY position",
        row => new WaitingChange(key, StoreJson.Read<HeldChange>(row.Text(0)), Moment.At(row.Number(1))),
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>Notes what a person said of a change; false when that very change is not held any more.</summary>
    public static bool Rule(SqliteSession session, ProductKey key, HeldChange held, Ruling ruling)
    {
        if (!Of(session, key).Any(held.IsSame))
        {
            return false;
        }

        return session.Run(
            """
            UPDATE held SET ruling = @ruling
            WHERE connection = @connection AND document_id = @document_id AND side = @side AND object = @object AND field = @field
            """,
            ("@ruling", Word<Ruling>.Of(ruling)),
            ("@connection", key.Connection),
            ("@document_id", key.DocumentId),
            ("@side", Word<Side>.Of(held.Side)),
            ("@object", held.Object),
            ("@field", held.Field)) > 0;
    }

    private static HeldChange ReadRuled(Row row) =>
        StoreJson.Read<HeldChange>(row.Text(0)) with { Ruling = row.TextOrNull(1) is { } ruling ? Word<Ruling>.Read(ruling) : Ruling.None };
}
