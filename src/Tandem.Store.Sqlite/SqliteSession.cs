using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tandem.Store.Sqlite;

/// <summary>One connection to the database, with its prepared statements. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

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
    public int Run([ConstantExpected] string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = Prepare(sql, values);
        try
        {
            while (statement.Step())
            {
                // A pragma may answer with a row that nobody asked for.
            }

            return raw.sqlite3_changes(_connection.Handle);
        }
        finally
        {
            statement.Reset();
        }
    }

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
    public T? First<T>([ConstantExpected] string sql, Func<Row, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = Prepare(sql, values);
        try
        {
            return statement.Step() ? read(statement.Row) : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>All rows.</summary>
    public ImmutableArray<T> All<T>([ConstantExpected] string sql, Func<Row, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var statement = Prepare(sql, values);
        try
        {
            var rows = ImmutableArray.CreateBuilder<T>();
            while (statement.Step())
            {
                rows.Add(read(statement.Row));
            }

            return rows.DrainToImmutable();
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>The whole number in the first column of the first row, or null when there is no row or no value.</summary>
    public long? Number([ConstantExpected] string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        First(sql, static row => row.IsNull(0) ? (long?)null : row.Number(0), values);

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
    private SqliteStatement Prepare([ConstantExpected] string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(_connection.Handle!, sql, values);
            _statements.Add(sql, statement);
        }

        statement.Bind(values);
        return statement;
    }
}
