using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about edits that our writes overtook.</summary>
internal static class OvertakenRows
{
    /// <summary>Remembers an edit. It belongs to the product that the overtaking write belonged to, or else to the one that the object is linked to.</summary>
    public static void Add(SqliteSession session, Delivery delivery, OvertakenEdit edit, long now) => session.Run(
        """
        INSERT INTO overtaken (connection, document_id, side, kind, object_id, field, value, at)
        VALUES (@connection, (SELECT document_id FROM intent WHERE connection = @connection AND token = @token), @side, @kind, @object_id, @field, @value, @at)
        """,
        ("@connection", delivery.Connection),
        ("@token", delivery.Token),
        ("@side", Word<Side>.Of(edit.Object.Side)),
        ("@kind", Word<Kind>.Of(edit.Object.Kind)),
        ("@object_id", edit.Object.Id),
        ("@field", edit.Field),
        ("@value", StoreJson.Write(edit.Value)),
        ("@at", now));

    /// <summary>The edits of a product that wait to be settled, oldest first.</summary>
    public static ImmutableArray<OvertakenEdit> Of(SqliteSession session, ProductKey key) => session.All(
        """
        SELECT number, side, kind, object_id, field, value FROM overtaken AS edit
        WHERE connection = @connection AND @document_id = coalesce(document_id, (
          SELECT document_id FROM link
          WHERE link.connection = edit.connection AND link.side = edit.side AND link.kind = edit.kind AND link.object_id = edit.object_id))
        ORDER BY number
        """,
        row => new OvertakenEdit(
            row.Number(0),
            new ObjectId(Word<Side>.Read(row.Text(1)), Word<Kind>.Read(row.Text(2)), row.Text(3)),
            row.Text(4),
            StoreJson.Read<FieldValue?>(row.Text(5))),
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>Forgets an edit that a pass has settled.</summary>
    public static void Settle(SqliteSession session, string connection, long number) =>
        session.Run("DELETE FROM overtaken WHERE connection = @connection AND number = @number", ("@connection", connection), ("@number", number));
}
