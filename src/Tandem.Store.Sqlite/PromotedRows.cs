using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about what was promoted from one connection to another one.</summary>
internal static class PromotedRows
{
    /// <summary>Remembers a product, in the place of what was remembered before.</summary>
    public static void Put(SqliteSession session, ProductKey key, string origin, Promoted promoted, long now) => session.Run(
        """
        INSERT OR REPLACE INTO promoted (connection, origin, source_id, document_id, promoted_at, content)
        VALUES (@connection, @origin, @source_id, @document_id, @promoted_at, @content)
        """,
        ("@connection", key.Connection),
        ("@origin", origin),
        ("@source_id", promoted.Source),
        ("@document_id", key.DocumentId),
        ("@promoted_at", now),
        ("@content", StoreJson.Write(promoted)));

    /// <summary>All that was promoted from one to the other.</summary>
    public static ImmutableArray<Promoted> Of(SqliteSession session, string connection, string origin) => session.All(
        "SELECT content FROM promoted WHERE connection = @connection AND origin = @origin ORDER BY source_id",
        row => StoreJson.Read<Promoted>(row.Text(0)),
        ("@connection", connection),
        ("@origin", origin));
}
