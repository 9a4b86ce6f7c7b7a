using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tandem.Store.Sqlite;

/// <summary>A prepared statement, used again and again with other values.</summary>
/// <remarks>
/// Straight on SQLite's own interface: the ADO.NET command looks every parameter up by its name and makes a reader for each run, which took more of an
/// acknowledgement than SQLite itself.
/// </remarks>
internal sealed class SqliteStatement : IDisposable
{
    private const int ShortText = 256;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _places;

    /// <summary>Prepares a statement.</summary>
    /// <param name="database">The connection.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="values">Values for it; later ones come under the same names in the same order.</param>
    public SqliteStatement(sqlite3 database, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        _places = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            _places[i] = raw.sqlite3_bind_parameter_index(_statement, values[i].Name);
            if (_places[i] == 0)
            {
                throw new ArgumentException($"The statement has no parameter {values[i].Name}: {sql}", nameof(values));
            }
        }

        if (raw.sqlite3_bind_parameter_count(_statement) != values.Length)
        {
            throw new ArgumentException($"The statement has parameters without a value: {sql}", nameof(values));
        }
    }

    /// <summary>Gives the statement its values for the next run.</summary>
    public void Bind(ReadOnlySpan<(string Name, object? Value)> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Check(Bind(_places[i], values[i].Value));
        }
    }

    /// <summary>Goes on to the next row; false when there is none.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }

        SqliteException.ThrowExceptionForRC(result, _database);
        throw new System.Diagnostics.UnreachableException();
    }

    /// <summary>The row that the last step came to.</summary>
    public Row Row => new(_statement);

    /// <summary>Ends a run, so that the next may begin. What went wrong in it was already told by <see cref="Step"/>.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_statement);

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private int Bind(int place, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, place),
        "" => raw.sqlite3_bind_text(_statement, place, ""),
        string text => BindText(place, text),
        long number => raw.sqlite3_bind_int64(_statement, place, number),
        int number => raw.sqlite3_bind_int64(_statement, place, number),
        ReadOnlyMemory<byte> bytes => raw.sqlite3_bind_blob(_statement, place, bytes.Span),
        _ => throw new ArgumentException($"A {value.GetType().Name} is no value for a column.", nameof(value)),
    };

    private int BindText(int place, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most <= ShortText)
        {
            Span<byte> bytes = stackalloc byte[ShortText];
            return raw.sqlite3_bind_text(_statement, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(most);
        try
        {
            return raw.sqlite3_bind_text(_statement, place, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _database);
}
