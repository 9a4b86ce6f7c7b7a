using Microsoft.Data.Sqlite;
using Tandem.Core;

namespace Tandem.Kill;

/// <summary>Looks into the service's database from outside, as a person with a SQLite shell would.</summary>
internal static class Inbox
{
    /// <summary>What is stored of the deliveries.</summary>
    public static IReadOnlySet<(Side Side, string Id)> Stored(string database)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT side, id FROM delivery";
        using var reader = command.ExecuteReader();
        var stored = new HashSet<(Side, string)>();
        while (reader.Read())
        {
            stored.Add((Enum.Parse<Side>(reader.GetString(0), ignoreCase: true), reader.GetString(1)));
        }

        return stored;
    }

    /// <summary>Whether work is due, or in hand; null while the database cannot be read.</summary>
    public static bool? IsIdle(string database)
    {
        try
        {
            using var connection = Open(database);
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT count(*) FROM work WHERE parked_since IS NULL AND (kind <> 'sweep' OR fence IS NOT NULL)";
            return (long)command.ExecuteScalar()! == 0;
        }
        catch (SqliteException)
        {
            return null;
        }
    }

    /// <summary>What waits for a person, with its reason.</summary>
    public static IReadOnlyList<string> Parked(string database)
    {
        using var connection = Open(database);
        using var command = connection.CreateCommand();
        command.CommandText = 
            "SELECT kind || ' ' || id || ': ' || parked_reason FROM work WHERE parked_since IS NOT NULL UNION ALL SELECT 'held ' || document_id || ' ' || object || ' ' || field FROM held";
        using var reader = command.ExecuteReader();
        var parked = new List<string>();
        while (reader.Read())
        {
            parked.Add(reader.GetString(0));
        }

        return parked;
    }

    private static SqliteConnection Open(string database)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
