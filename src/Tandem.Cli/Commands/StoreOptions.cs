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

    /// <summary>Asks for JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON.", Recursive = true };

    /// <summary>The path of the database that is meant.</summary>
    public static string PathOf(string? given) => given ?? TandemSettings.DatabaseOf(SettingsSource.Standard(Directory.GetCurrentDirectory()));
}
