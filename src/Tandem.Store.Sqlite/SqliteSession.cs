using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tandem.Store.Sqlite;

/// <summary>One connection to the database, with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    /// <summary>Whether no transaction is open: SQLite itself rolls back after some errors (a full disk).</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_connection.Handle) != 0;

    /// <summary>Opens a connection. Nothing is configured yet: see <see cref="Pragmas"/>.</summary>
    /// <param name="database">A path or a <c>file:</c> URI.</param>
    /// <param name="mode">Whether the file may be made.</param>
    public static SqliteSession Open(string database, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder { DataSource = database, Mode = mode, Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            connection.Open();
            return new SqliteSession(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a statement; returns how many rows it changed.</summary>
    public int Run([ConstantExpected] string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Runs a script of several statements once, without keeping it.</summary>
    public void RunScript(string script)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // The scripts are resources of this assembly; no text from outside reaches them.
        command.CommandText = script;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>The first row, or default when there is none.</summary>
    public T? First<T>([ConstantExpected] string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>All rows.</summary>
    public ImmutableArray<T> All<T>([ConstantExpected] string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows.DrainToImmutable();
    }

    /// <summary>The whole number in the first column of the first row, or null when there is no row or no value.</summary>
    public long? Number([ConstantExpected] string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        First(sql, static row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), values);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    // A statement's text comes from one place in the code, which always gives its values in the same order.
    private SqliteCommand Prepare([ConstantExpected] string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = _connection.CreateCommand();
#pragma warning disable CA2100 // A constant: the attribute makes anything else an error of the build.
            statement.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, _) in values)
            {
                statement.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _statements.Add(sql, statement);
        }

        for (var i = 0; i < values.Length; i++)
        {
            statement.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        }

        return statement;
    }
}
