using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about what persons want back.</summary>
internal static class UndoRows
{
    /// <summary>Takes down what is wanted back, in the place of what was wanted before.</summary>
    public static void Put(SqliteSession session, ProductKey key, ImmutableArray<AgreedChange> changes, long now) => session.Run(
        "INSERT OR REPLACE INTO undo (connection, document_id, asked_at, changes) VALUES (@connection, @document_id, @asked_at, @changes)",
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId),
        ("@asked_at", now),
        ("@changes", StoreJson.WriteList(changes)));

    /// <summary>What is wanted back of a product; null when nothing is.</summary>
    public static Undo? Of(SqliteSession session, ProductKey key) => session.First(
        "SELECT number, changes FROM undo WHERE connection = @connection AND document_id = @document_id",
        row => new Undo(row.Number(0), StoreJson.Read<ImmutableArray<AgreedChange>>(row.Text(1))),
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    /// <summary>It is done, unless something else is wanted by now.</summary>
    public static void Done(SqliteSession session, long number) => session.Run("DELETE FROM undo WHERE number = @number", ("@number", number));
}
