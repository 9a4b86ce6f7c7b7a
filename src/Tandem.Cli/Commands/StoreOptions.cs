using System.CommandLine;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary>The options of commands that look into a database, and what they mean.</summary>
internal sealed class StoreOptions
{
    /// <summary>The most rows of one call.</summary>
    public const int Limit = 100_000;

    private readonly Option<string?> _database = Database();
    private readonly Option<string?> _connection = new("--connection") { Description = "The name of a connection: only what belongs to it; all connections when it is not given.", Recursive = true };
    private readonly Option<bool> _json = Json();

    /// <summary>Names the database.</summary>
    public static Option<string?> Database() => new("--database") { Description = "The database; TANDEM_DATABASE, or tandem.db, when it is not given.", Recursive = true };

    /// <summary>Asks for JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON.", Recursive = true };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        AddPlaceTo(command);
        command.Options.Add(_connection);
    }

    /// <summary>Gives the options to a command that is about a database as a whole.</summary>
    public void AddPlaceTo(Command command)
    {
        command.Options.Add(_database);
        command.Options.Add(_json);
    }

    /// <summary>Whether JSON was asked for.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>The only connection that is meant; null for all.</summary>
    public string? ConnectionOf(ParseResult parsed) => parsed.GetValue(_connection);

    /// <summary>The path of the database that is meant.</summary>
    public string PathOf(ParseResult parsed) => parsed.GetValue(_database) ?? TandemSettings.DatabaseOf(SettingsSource.Standard(Directory.GetCurrentDirectory()));

    /// <summary>Opens the database to look at it.</summary>
    public SqliteStore Look(ParseResult parsed) => SqliteStore.OpenReadOnly(PathOf(parsed), TimeProvider.System);

    /// <summary>Opens the database to add to it, beside a service that may be running.</summary>
    public SqliteStore Open(ParseResult parsed) => SqliteStore.OpenBeside(PathOf(parsed), TimeProvider.System);

    /// <summary>Whether what somebody named is there in several connections, which is told: equal ids in two of them are two objects.</summary>
    public static bool IsAmbiguous(string named, IEnumerable<string> connections)
    {
        string[] distinct = [.. connections.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (distinct.Length > 1)
        {
            Console.Error.WriteLine($"{Visible.Text(named)} is in several connections: {string.Join(", ", distinct.Select(name => Visible.Text(name)))}. Say which one with --connection.");
        }

        return distinct.Length > 1;
    }
}
