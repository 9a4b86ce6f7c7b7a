using System.CommandLine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>The options of commands that look into a database, and its path.</summary>
internal static class StoreOptions
{
    /// <summary>The most rows of one call.</summary>
    public const int Limit = 100_000;

    /// <summary>Names the database.</summary>
    public static Option<string?> Database() => new("--database") { Description = "The database; TANDEM_DATABASE, or tandem.db, when it is not given.", Recursive = true };

    /// <summary>Keeps to one connection.</summary>
    public static Option<string?> Connection() => new("--connection") { Description = "The name of a connection: only what belongs to it; all connections when it is not given.", Recursive = true };

    /// <summary>Asks for JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON.", Recursive = true };

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

    /// <summary>The path of the database that is meant.</summary>
    public static string PathOf(string? given) => given ?? TandemSettings.DatabaseOf(SettingsSource.Standard(Directory.GetCurrentDirectory()));
}
