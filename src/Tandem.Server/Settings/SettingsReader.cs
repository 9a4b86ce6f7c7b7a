using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Turns sources into settings, and collects everything that is wrong before it gives up: one start shows all that is missing.</summary>
internal sealed class SettingsReader
{
    private readonly List<SettingsProblem> _problems = [];
    private readonly SettingsLookup _lookup;

    public SettingsReader(IReadOnlyList<SettingsSource> sources) => _lookup = new SettingsLookup(sources, _problems);

    /// <summary>The settings.</summary>
    /// <param name="directory">Where <c>tandem.json</c> is looked for; null for nowhere.</param>
    /// <exception cref="SettingsException">Something is missing or wrong.</exception>
    public TandemSettings Read(string? directory)
    {
        var connections = Connections(directory);
        var listening = new ListeningReader(_lookup, _problems).Read();
        var engine = new EngineReader(_lookup, _problems);
        var (options, _) = (engine.Read(), engine.ReadPace("test", isPulling: false));
        var (format, level, database) = (LogFormat(), LogLevel(), Database());
        if (_problems.Count == 0)
        {
            _problems.AddRange(ConnectionOverlap.Problems(connections));
        }

        if (_problems.Count > 0)
        {
            throw new SettingsException([.. _problems.Distinct().OrderBy(problem => problem.IsInMapping)]);
        }

        return new TandemSettings
        {
            Connections = [.. connections.Select(connection => connection with { Pace = engine.ReadPace(connection.StripeMode, connection.IsPulling) with { SanityPlace = connection.SanityPlace } })],
            Database = database,
            Listening = listening,
            Engine = options,
            LogFormat = format,
            LogLevel = level,
        };
    }

    /// <summary>One connection alone; the secrets of webhooks may be missing.</summary>
    /// <exception cref="SettingsException">Something is missing or wrong, or there is no connection of that name.</exception>
    public ConnectionSettings ReadConnection(string directory, string name)
    {
        var (mapping, named) = Mappings(directory);
        var one = named.FirstOrDefault(one => one.Name == name);
        if (one is null && name != Connection.Default)
        {
            _problems.Add(new SettingsProblem(name, $"is no connection that is set up; there is {string.Join(", ", named.Select(other => other.Name).Prepend(Connection.Default))}."));
        }

        var connection = new ConnectionReader(name, _lookup, _problems) { ReceivesWebhooks = false }.Read(one?.Config is null ? mapping : Mapping(new MappingReader(one.Config, isOfOne: true)));
        var pace = new EngineReader(_lookup, _problems).ReadPace(connection?.StripeMode ?? "test", connection?.IsPulling == true);
        return _problems.Count == 0 && connection is not null ? connection with { Pace = pace } : throw new SettingsException([.. _problems]);
    }

    /// <summary>One connection with its pace, and the database; the secrets of webhooks may be missing.</summary>
    /// <exception cref="SettingsException">Something is missing or wrong, or there is no connection of that name.</exception>
    public TandemSettings ReadWork(string directory, string name)
    {
        var connection = ReadConnection(directory, name);
        var reader = new EngineReader(_lookup, _problems);
        var settings = new TandemSettings
        {
            Connections = [connection with { Pace = reader.ReadPace(connection.StripeMode, connection.IsPulling) with { SanityPlace = connection.SanityPlace } }],
            Database = Database(), Engine = reader.Read(), LogFormat = LogFormat(), LogLevel = LogLevel(),
        };
        return _problems.Count == 0 ? settings : throw new SettingsException([.. _problems]);
    }

    /// <summary>The database alone.</summary>
    /// <exception cref="SettingsException">It is no SQLite file.</exception>
    public string ReadDatabase()
    {
        var database = Database();
        return _problems.Count == 0 ? database : throw new SettingsException([.. _problems]);
    }

    // The connection of the bare variables, unless others are named and none of its secrets is set; then those that tandem.json names.
    private ImmutableArray<ConnectionSettings> Connections(string? directory)
    {
        var (mapping, named) = Mappings(directory);
        var connections = new List<ConnectionSettings?>();
        if (named.IsEmpty || Variables.Required.Any(variable => variable.IsSecret && _lookup.Find(variable) is not null))
        {
            connections.Add(new ConnectionReader(Connection.Default, _lookup, _problems).Read(mapping));
        }

        connections.AddRange(named.Select(one => new ConnectionReader(one.Name, _lookup, _problems).Read(one.Config is { } own ? Mapping(new MappingReader(own, isOfOne: true)) : mapping)));
        return [.. connections.OfType<ConnectionSettings>()];
    }

    // A file that is named must be there; the usual one may be missing.
    private (Mapping Mapping, ImmutableArray<NamedConnection> Named) Mappings(string? directory)
    {
        var named = _lookup.Find(Variables.Config);
        var path = Path.Combine(directory ?? "", named ?? Server.Mapping.FileName);
        if (named is "" || (named is null && (directory is null || !File.Exists(path))))
        {
            return (Server.Mapping.Default, []);
        }

        var reader = new MappingReader(path);
        return (Mapping(reader), reader.Connections);
    }

    private Mapping Mapping(MappingReader reader)
    {
        var mapping = reader.Read();
        _problems.AddRange(reader.Problems);
        return mapping;
    }

    private string Database()
    {
        var text = _lookup.Find(Variables.Database);
        if (text?.StartsWithAny("postgres:", "postgresql:", "Host=", "Server=") == true)
        {
            Refuse(Variables.Database, "is a PostgreSQL connection string, but this version has SQLite only: name a file, or leave it out for tandem.db.");
        }

        return text is { Length: > 0 } ? text : Variables.Database.Default!;
    }

    private string LogFormat()
    {
        var text = _lookup.Find(Variables.LogFormat)?.ToLowerInvariant();
        if (text is not (null or "" or "auto" or "json" or "text"))
        {
            Refuse(Variables.LogFormat, "is none of json, text, auto.");
        }

        return text is { Length: > 0 } ? text : "auto";
    }

    private LogLevel LogLevel()
    {
        var text = _lookup.Find(Variables.LogLevel);
        if (text is not { Length: > 0 })
        {
            return Microsoft.Extensions.Logging.LogLevel.Information;
        }

        if (!text.All(char.IsAsciiLetter) || !Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level))
        {
            Refuse(Variables.LogLevel, "is none of trace, debug, information, warning, error.");
            return Microsoft.Extensions.Logging.LogLevel.Information;
        }

        return level;
    }

    private void Refuse(Variable variable, string text) => _problems.Add(new SettingsProblem(variable.Name, text));
}

/// <summary>Small questions about texts.</summary>
internal static class Texts
{
    /// <summary>Whether a text begins with one of several, whatever the case.</summary>
    public static bool StartsWithAny(this string text, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
