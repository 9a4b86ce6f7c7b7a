using SQLitePCL;

namespace Tandem.Store.Sqlite;

/// <summary>A row of a result, as long as its statement stands on it.</summary>
internal readonly struct Row(sqlite3_stmt statement)
{
    /// <summary>Whether a column has no value.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>A column's text.</summary>
    public string Text(int column) =>
        TextOrNull(column) ?? throw new InvalidOperationException($"Column {raw.sqlite3_column_name(statement, column).utf8_to_string()} has no value.");

    /// <summary>A column's text, or null when it has no value.</summary>
    public string? TextOrNull(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>A column's whole number; 0 when it has no value.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);
}
