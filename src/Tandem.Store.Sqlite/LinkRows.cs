using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The index from objects to products. It is derived from the records and says nothing that they do not say.</summary>
internal static class LinkRows
{
    /// <summary>The product that an object belongs to.</summary>
    public static ProductKey? Find(SqliteSession session, string connection, ObjectId subject) => session.First(
        "SELECT document_id FROM link WHERE connection = @connection AND side = @side AND kind = @kind AND object_id = @object_id",
        row => (ProductKey?)new ProductKey(connection, row.Text(0)),
        Named(connection, subject));

    /// <summary>Live objects in order of id.</summary>
    public static ImmutableArray<LinkedObject> Live(SqliteSession session, string connection, (Side Side, Kind Kind) sort, string after, int limit) => session.All(
        """
        SELECT object_id, document_id, revision FROM link
        WHERE connection = @connection AND side = @side AND kind = @kind AND object_id > @after AND is_live = 1
        ORDER BY object_id LIMIT @limit
        """,
        row => new LinkedObject(new ObjectId(sort.Side, sort.Kind, row.Text(0)), new ProductKey(connection, row.Text(1)), row.TextOrNull(2)),
        ("@connection", connection),
        ("@side", Word<Side>.Of(sort.Side)),
        ("@kind", Word<Kind>.Of(sort.Kind)),
        ("@after", after),
        ("@limit", limit));

    /// <summary>An object's columns.</summary>
    public static (string Name, object? Value)[] Named(string connection, ObjectId id) =>
    [
        ("@connection", connection),
        ("@side", Word<Side>.Of(id.Side)),
        ("@kind", Word<Kind>.Of(id.Kind)),
        ("@object_id", id.Id),
    ];
}
