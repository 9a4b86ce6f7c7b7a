using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about products' records, open conflicts and the deletion guard.</summary>
internal static class RecordRows
{
    /// <summary>How long archives are counted at most; the guard's own window is a day.</summary>
    private const long GuardKept = 30L * 24 * 60 * 60 * 1000;

    /// <summary>Replaces a product's record and indexes its links. False, with nothing written, when another product holds one of them.</summary>
    public static bool Put(SqliteSession session, ProductRecord record, long now)
    {
        var links = new LinkChanges(session, record);
        if (links.AreTaken(session))
        {
            return false;
        }

        session.Run(
            """
            INSERT INTO product (connection, document_id, link, is_linked, written_at, record)
            VALUES (@connection, @document_id, @link, @is_linked, @written_at, @record)
            ON CONFLICT DO UPDATE SET link = excluded.link, is_linked = excluded.is_linked, written_at = excluded.written_at, record = excluded.record
            """,
            ("@connection", record.Key.Connection),
            ("@document_id", record.Key.DocumentId),
            ("@link", Word<LinkState>.Of(record.Link)),
            ("@is_linked", record.Link is LinkState.Live or LinkState.Pending ? 1L : 0L),
            ("@written_at", now),
            ("@record", StoreJson.Write(record)));
        links.Write(session);
        return true;
    }

    /// <summary>A product's record.</summary>
    public static ProductRecord? Load(SqliteSession session, ProductKey key) => session.First(
        "SELECT record FROM product WHERE connection = @connection AND document_id = @document_id",
        row => StoreJson.Read<ProductRecord>(row.Text(0)),
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>How many products have a live or pending link.</summary>
    public static int CountLinked(SqliteSession session, string connection) =>
        (int)session.Number("SELECT count(*) FROM product WHERE connection = @connection AND is_linked = 1", ("@connection", connection))!.Value;

    /// <summary>Replaces a product's open conflicts; one that was open before keeps its age, and what a person decided of it if the values are the same.</summary>
    public static void ReplaceConflicts(SqliteSession session, ProductKey key, ImmutableArray<Conflict> conflicts, long now)
    {
        (string Name, object? Value)[] product = [("@connection", key.Connection), ("@document_id", key.DocumentId)];
        var before = session.All(
            "SELECT kind, object, field, since, winner, conflict FROM conflict WHERE connection = @connection AND document_id = @document_id",
            row => KeyValuePair.Create((row.Text(0), row.Text(1), row.Text(2)), (Since: row.Number(3), Winner: row.TextOrNull(4), Conflict: StoreJson.Read<Conflict>(row.Text(5)))),
            product).ToDictionary();
        session.Run("DELETE FROM conflict WHERE connection = @connection AND document_id = @document_id", product);
        for (var position = 0; position < conflicts.Length; position++)
        {
            var conflict = conflicts[position];
            var kind = Word<Kind>.Of(conflict.Kind);
            var known = before.TryGetValue((kind, conflict.Object, conflict.Field), out var open);
            session.Run(
                """
                INSERT OR REPLACE INTO conflict (connection, document_id, position, kind, object, field, since, conflict, winner)
                VALUES (@connection, @document_id, @position, @kind, @object, @field, @since, @conflict, @winner)
                """,
                [
                    .. product,
                    ("@position", (long)position),
                    ("@kind", kind),
                    ("@object", conflict.Object),
                    ("@field", conflict.Field),
                    ("@since", known ? open.Since : now),
                    ("@conflict", StoreJson.Write(conflict)),
                    ("@winner", known && open.Conflict == conflict ? open.Winner : null),
                ]);
        }
    }

    /// <summary>Open conflicts, oldest first.</summary>
    public static ImmutableArray<OpenConflict> Conflicts(SqliteSession session, string? connection, int limit) => session.All(
        """
        SELECT connection, document_id, conflict, since FROM conflict
        WHERE @connection IS NULL OR connection = @connection
        ORDER BY since, connection, document_id, position LIMIT @limit
        """,
        row => new OpenConflict(new ProductKey(row.Text(0), row.Text(1)), StoreJson.Read<Conflict>(row.Text(2)), Moment.At(row.Number(3))),
        ("@connection", connection),
        ("@limit", limit));

    /// <summary>The open conflicts of a product.</summary>
    public static ImmutableArray<OpenConflict> ConflictsOf(SqliteSession session, ProductKey key) => session.All(
        "SELECT conflict, since FROM conflict WHERE connection = @connection AND document_id = @document_id ORDER BY position",
        row => new OpenConflict(key, StoreJson.Read<Conflict>(row.Text(0)), Moment.At(row.Number(1))),
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>Notes who wins an open conflict; false when it is not open with these values.</summary>
    public static bool Decide(SqliteSession session, OpenConflict open, Winner winner) => session.Run(
        """
        UPDATE conflict SET winner = @winner
        WHERE connection = @connection AND document_id = @document_id AND kind = @kind AND object = @object AND field = @field AND conflict = @conflict
        """,
        ("@winner", Word<Winner>.Of(winner)),
        ("@connection", open.Key.Connection),
        ("@document_id", open.Key.DocumentId),
        ("@kind", Word<Kind>.Of(open.Conflict.Kind)),
        ("@object", open.Conflict.Object),
        ("@field", open.Conflict.Field),
        ("@conflict", StoreJson.Write(open.Conflict))) > 0;

    /// <summary>The decided conflicts of a product, with their winners.</summary>
    public static ImmutableArray<Conflict> Decided(SqliteSession session, ProductKey key) => session.All(
        "SELECT conflict, winner FROM conflict WHERE connection = @connection AND document_id = @document_id AND winner IS NOT NULL ORDER BY position",
        row => StoreJson.Read<Conflict>(row.Text(0)) with { Winner = Word<Winner>.Read(row.Text(1)) },
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>Counts archives for the guard.</summary>
    public static void Guard(SqliteSession session, string connection, int archives, long now)
    {
        session.Run("DELETE FROM guard WHERE connection = @connection AND at < @at", ("@connection", connection), ("@at", now - GuardKept));
        session.Run(
            "INSERT INTO guard (connection, at, archives) VALUES (@connection, @at, @archives)",
            ("@connection", connection),
            ("@at", now),
            ("@archives", archives));
    }

    /// <summary>How many archives the guard has counted since a moment, that moment included.</summary>
    public static int CountGuarded(SqliteSession session, string connection, long since) => (int)session.Number(
        "SELECT coalesce(sum(archives), 0) FROM guard WHERE connection = @connection AND at >= @since",
        ("@connection", connection),
        ("@since", since))!.Value;
}
