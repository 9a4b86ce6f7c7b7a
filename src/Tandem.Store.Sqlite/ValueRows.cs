using System.Collections.Immutable;

namespace Tandem.Store.Sqlite;

/// <summary>The statements about small durable values.</summary>
internal static class ValueRows
{
    /// <summary>A value, or null.</summary>
    public static string? Read(SqliteSession session, string connection, string name) => session.First(
        "SELECT value FROM value WHERE connection = @connection AND name = @name",
        row => row.Text(0),
        ("@connection", connection),
        ("@name", name));

    /// <summary>Connections that have values, or work. The store's own values belong to none.</summary>
    public static ImmutableArray<string> Connections(SqliteSession session) => session.All(
        "SELECT connection FROM value WHERE connection <> '' UNION SELECT connection FROM work ORDER BY connection",
        row => row.Text(0));

    /// <summary>Writes a value.</summary>
    public static bool Write(SqliteSession session, string connection, string name, string value) => session.Run(
        "INSERT INTO value (connection, name, value) VALUES (@connection, @name, @value) ON CONFLICT DO UPDATE SET value = excluded.value",
        ("@connection", connection),
        ("@name", name),
        ("@value", value)) == 1;
}
