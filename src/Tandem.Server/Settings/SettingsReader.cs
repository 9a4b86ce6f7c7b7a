using Microsoft.Extensions.Logging;

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
        var connection = new ConnectionReader(_lookup, _problems).Read(directory);
        var listening = new ListeningReader(_lookup, _problems).Read();
        var reader = new EngineReader(_lookup, _problems);
        var (engine, pace) = (reader.Read(), reader.ReadPace(connection?.StripeMode ?? "test", connection?.IsPulling == true));
        var (format, level, database) = (LogFormat(), LogLevel(), Database());
        if (_problems.Count > 0 || connection is null)
        {
            throw new SettingsException([.. _problems]);
        }

        return new TandemSettings
        {
            Connections = [connection with { Pace = pace with { SanityPlace = connection.SanityApiHost ?? Variables.SanityApiHost.Default } }],
            Database = database,
            Listening = listening,
            Engine = engine,
            LogFormat = format,
            LogLevel = level,
        };
    }

    /// <summary>One connection alone; the secrets of webhooks may be missing.</summary>
    /// <exception cref="SettingsException">Something is missing or wrong, or there is no connection of that name.</exception>
    public ConnectionSettings ReadConnection(string directory, string name)
    {
        if (name != Engine.Connection.Default)
        {
            _problems.Add(new SettingsProblem(name, $"is no connection that is set up; there is {Engine.Connection.Default}."));
        }

        var connection = new ConnectionReader(_lookup, _problems) { ReceivesWebhooks = false }.Read(directory);
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
            Connections = [connection with { Pace = reader.ReadPace(connection.StripeMode, connection.IsPulling) with { SanityPlace = connection.SanityApiHost ?? Variables.SanityApiHost.Default } }],
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
