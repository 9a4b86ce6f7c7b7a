using Microsoft.Data.Sqlite;
using Tandem.Store.Sqlite;

namespace Tandem.Simulation;

/// <summary>
/// A database in memory that outlives the processes of a schedule, as a disk does. Used again for the next schedule, emptied. The store of each process is new;
/// its connection is not, because connecting and preparing statements anew took a sixth of the time.
/// </summary>
internal sealed class Database : IDisposable
{
    private static int _count;

    private readonly SqliteSession _session;
    private readonly SqliteConnection _keeper;
    private readonly string _empty;
    private readonly Dictionary<string, SqliteCommand> _questions = new(StringComparer.Ordinal);

    public Database()
    {
        var name = $"file:sim-{Interlocked.Increment(ref _count)}-{Environment.ProcessId}?mode=memory&cache=shared";
        _session = SqliteStore.Connect(name);
        _keeper = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = name, Pooling = false }.ConnectionString);
        _keeper.Open();
        string[] tables = [.. Texts("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('fence', 'product', 'link') AND name NOT LIKE 'sqlite_%'"), "link", "product"];
        _empty = string.Join(' ', tables.Select(table => $"DELETE FROM \"{table}\";")) + " DELETE FROM sqlite_sequence; UPDATE fence SET last = 0;";
    }

    private readonly Stack<Adapters> _idle = [];

    /// <summary>Adapters for a worker's life.</summary>
    public Adapters Borrow(Universe universe, Lane lane, TimeProvider clock) => (_idle.TryPop(out var adapters) ? adapters : new Adapters()).In(universe, lane, clock);

    /// <summary>The worker is dead; nothing of it will call any more.</summary>
    public void Return(Adapters adapters) => _idle.Push(adapters);

    /// <summary>Opens it for a new process; the one before is dead.</summary>
    public SqliteStore Open(TimeProvider clock) => SqliteStore.OpenOn(_session, clock);

    /// <summary>Forgets everything, as if the file had been deleted.</summary>
    public void Empty() => Question(_empty, null).ExecuteNonQuery();

    /// <summary>The first column of a question's rows.</summary>
    public IReadOnlyList<string> Texts(string sql)
    {
        using var reader = Question(sql, null).ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    /// <summary>The first number of a question's answer; the question may name a number of its own.</summary>
    public long Number(string sql, long? number = null) => (long)Question(sql, number).ExecuteScalar()!;

    // Asked in every schedule, and dear to compile.
    private SqliteCommand Question(string sql, long? number)
    {
        if (!_questions.TryGetValue(sql, out var command))
        {
            command = _keeper.CreateCommand();
#pragma warning disable CA2100 // The rig's own constants, and names of the schema's own tables.
            command.CommandText = sql;
#pragma warning restore CA2100
            if (number is not null)
            {
                command.Parameters.Add("@number", SqliteType.Integer);
            }

            _questions.Add(sql, command);
        }

        if (number is { } value)
        {
            command.Parameters["@number"].Value = value;
        }

        return command;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var question in _questions.Values)
        {
            question.Dispose();
        }

        _keeper.Dispose();
        _session.Dispose();
        while (_idle.TryPop(out var adapters))
        {
            adapters.Dispose();
        }
    }
}
