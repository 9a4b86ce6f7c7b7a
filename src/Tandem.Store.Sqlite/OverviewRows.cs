using System.Collections.Immutable;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The statements that count how connections are doing.</summary>
internal static class OverviewRows
{
    /// <summary>The connections that this database has ever begun.</summary>
    public static ImmutableArray<string> Connections(SqliteSession session) => session.All(
        "SELECT connection FROM value WHERE connection <> '' UNION SELECT connection FROM work UNION SELECT connection FROM conflict UNION SELECT connection FROM held ORDER BY connection",
        row => row.Text(0));

    /// <summary>Counts what one connection holds.</summary>
    public static ConnectionCounts Count(SqliteSession session, string connection, long now) => session.First(
        """
        SELECT
          (SELECT count(*) FROM product WHERE connection = @connection AND is_linked = 1),
          (SELECT count(*) FROM product WHERE connection = @connection AND is_linked = 1 AND document_id IN (
            SELECT id FROM work WHERE connection = @connection AND kind = 'product'
            UNION SELECT document_id FROM conflict WHERE connection = @connection
            UNION SELECT document_id FROM held WHERE connection = @connection)),
          (SELECT count(*) FROM work WHERE connection = @connection AND kind IN ('product', 'route', 'await') AND parked_since IS NULL),
          (SELECT count(*) FROM work WHERE connection = @connection AND kind IN ('product', 'route', 'await') AND parked_since IS NULL AND attempts > 0),
          (SELECT min(due) FROM work WHERE connection = @connection AND kind IN ('product', 'route', 'await') AND parked_since IS NULL AND due <= @now),
          (SELECT count(*) FROM conflict WHERE connection = @connection AND winner IS NULL),
          (SELECT count(*) FROM held WHERE connection = @connection AND ruling IS NULL),
          (SELECT count(*) FROM work WHERE connection = @connection AND parked_since IS NOT NULL)
        """,
        row => new ConnectionCounts(
            connection, row.Number(0), row.Number(0) - row.Number(1), row.Number(2), row.Number(3), row.IsNull(4) ? null : Moment.At(row.Number(4)), row.Number(5), row.Number(6), row.Number(7)),
        ("@connection", connection),
        ("@now", now))!;
}
