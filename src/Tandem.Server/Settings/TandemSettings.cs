using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Everything that a service needs to know before it starts, checked.</summary>
public sealed record TandemSettings
{
    /// <summary>What is kept equal: at least one connection, each with a name of its own.</summary>
    public required ImmutableArray<ConnectionSettings> Connections { get; init; }

    /// <summary>The SQLite file. Default: <c>tandem.db</c> in the working directory.</summary>
    public string Database { get; init; } = "tandem.db";

    /// <summary>Where and how to listen; of no meaning inside somebody else's host.</summary>
    public Listening Listening { get; init; } = Listening.Default;

    /// <summary>How the engine paces its work.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary><c>json</c>, <c>text</c>, or <c>auto</c>: text on a terminal.</summary>
    public string LogFormat { get; init; } = "auto";

    /// <summary>The least severe level that is logged.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Reads the settings from the environment, <c>.env.local</c> and <c>.env</c>, and the mapping from <c>tandem.json</c> if it is there.</summary>
    /// <param name="directory">Where the files are looked for; usually the working directory.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static TandemSettings Load(string directory) => From(SettingsSource.Standard(directory), directory);

    /// <summary>Reads the settings from sources, the strongest first.</summary>
    /// <param name="sources">Where variables are looked for.</param>
    /// <param name="directory">Where <c>tandem.json</c> is looked for; null for nowhere.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static TandemSettings From(IReadOnlyList<SettingsSource> sources, string? directory = null) => new SettingsReader(sources).Read(directory);

    /// <summary>The database alone, for programs that need nothing else.</summary>
    /// <exception cref="SettingsException">It is no SQLite file.</exception>
    public static string DatabaseOf(IReadOnlyList<SettingsSource> sources) => new SettingsReader(sources).ReadDatabase();

    /// <summary>One connection alone, for programs that receive no webhooks: their secrets may be missing.</summary>
    /// <param name="sources">Where variables are looked for, the strongest first.</param>
    /// <param name="directory">Where <c>tandem.json</c> is looked for.</param>
    /// <param name="name">The connection.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static ConnectionSettings ConnectionOf(IReadOnlyList<SettingsSource> sources, string directory, string name) => new SettingsReader(sources).ReadConnection(directory, name);

    /// <summary>What programs need that work on one connection and receive no webhooks: their secrets, and where to listen, may be missing.</summary>
    /// <param name="sources">Where variables are looked for, the strongest first.</param>
    /// <param name="directory">Where <c>tandem.json</c> is looked for.</param>
    /// <param name="name">The connection.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public static TandemSettings WorkOf(IReadOnlyList<SettingsSource> sources, string directory, string name) => new SettingsReader(sources).ReadWork(directory, name);

    /// <summary>A connection by its name.</summary>
    /// <exception cref="SettingsException">There is none of that name.</exception>
    public ConnectionSettings Of(string name) =>
        Connections.FirstOrDefault(connection => connection.Name == name)
        ?? throw new SettingsException([new SettingsProblem(name, $"is no connection that is set up; there is {string.Join(", ", Connections.Select(connection => connection.Name))}.")]);

    /// <summary>What may be shown of the settings: an allow-list, so that a new secret is hidden unless somebody shows it on purpose.</summary>
    public IEnumerable<(string Name, string Value)> Shown() =>
    [
        .. from connection in Connections
           from shown in connection.Shown()
           select (Connections.Length == 1 ? shown.Name : $"{connection.Name}: {shown.Name}", shown.Value),
        ("Database", Database),
    ];
}
