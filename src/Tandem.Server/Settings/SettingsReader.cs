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
        var stripeKey = StripeKey();
        var stripeSecrets = Secrets(Variables.StripeWebhookSecret);
        var sanityToken = Credential(Variables.SanityApiToken);
        var sanitySecrets = Secrets(Variables.SanityWebhookSecret);
        var project = Required(Variables.SanityProjectId);
        var dataset = Required(Variables.SanityDataset);
        var mode = stripeKey?.Reveal().Contains("_live_", StringComparison.Ordinal) == true ? "live" : "test";
        var stripeBase = Base(Variables.StripeApiBase);
        var sanityHost = Base(Variables.SanityApiHost);
        CheckSanity(project, dataset);
        var listening = new ListeningReader(_lookup, _problems).Read();
        var engine = new EngineReader(_lookup, _problems).Read(mode);
        var (format, level) = (LogFormat(), LogLevel());
        var (database, studio) = (Database(), Studio());
        var mapping = ReadMapping(directory);
        if (_problems.Count > 0 || stripeKey is null || sanityToken is null || project is null || dataset is null)
        {
            throw new SettingsException([.. _problems]);
        }

        return new TandemSettings
        {
            StripeKey = stripeKey,
            StripeMode = mode,
            StripeWebhookSecrets = stripeSecrets,
            SanityToken = sanityToken,
            SanityWebhookSecrets = sanitySecrets,
            SanityProject = project,
            SanityDataset = dataset,
            StripeApiBase = stripeBase is null ? null : new Uri(stripeBase),
            SanityApiHost = sanityHost,
            Database = database,
            Studio = studio,
            Mapping = mapping,
            Listening = listening,
            Engine = engine,
            LogFormat = format,
            LogLevel = level,
        };
    }

    /// <summary>The database alone.</summary>
    /// <exception cref="SettingsException">It is no SQLite file.</exception>
    public string ReadDatabase()
    {
        var database = Database();
        return _problems.Count == 0 ? database : throw new SettingsException([.. _problems]);
    }

    // A file that is named must be there; the usual one may be missing.
    private Mapping ReadMapping(string? directory)
    {
        var named = _lookup.Find(Variables.Config);
        var path = Path.Combine(directory ?? "", named ?? Mapping.FileName);
        if (named is "" || (named is null && (directory is null || !File.Exists(path))))
        {
            return Mapping.Default;
        }

        var reader = new MappingReader(path);
        var mapping = reader.Read();
        _problems.AddRange(reader.Problems);
        return mapping;
    }

    private string? Required(Variable variable)
    {
        var value = _lookup.Find(variable);
        if (value is null)
        {
            Refuse(variable, $"is missing: {variable.Help}");
        }
        else if (variable.PlaceHolders.Contains(value))
        {
            Refuse(variable, $"still holds the place holder of the guide: {variable.Help}");
            return null;
        }

        return value is { Length: > 0 } ? value : null;
    }

    private Secret? Credential(Variable variable)
    {
        if (Required(variable) is not { } text)
        {
            return null;
        }

        // It goes into a header: what no header can carry would fail at every call instead of once, here.
        if (text.All(character => character is > ' ' and < '\u007f'))
        {
            return new Secret(text);
        }

        Refuse(variable, "holds blanks or characters that no key has; copy it again.");
        return null;
    }

    private Secret? StripeKey()
    {
        var key = Credential(Variables.StripeSecretKey);
        if (key is null || key.Reveal().StartsWithAny("sk_test_", "sk_live_", "rk_test_", "rk_live_"))
        {
            return key;
        }

        Refuse(Variables.StripeSecretKey, "is no secret or restricted key: those begin with sk_test_, sk_live_, rk_test_ or rk_live_.");
        return null;
    }

    private ImmutableArray<Secret> Secrets(Variable variable)
    {
        if (Required(variable) is not { } text)
        {
            return [];
        }

        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.All(part => part.Length > 0))
        {
            return [.. parts.Select(part => new Secret(part))];
        }

        Refuse(variable, "has a blank entry between its commas; a blank secret would let anybody in.");
        return [];
    }

    private string? Base(Variable variable)
    {
        if (_lookup.Find(variable) is not { Length: > 0 } text)
        {
            return null;
        }

        var plain = text.Replace("{projectId}", "project", StringComparison.Ordinal);
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            Refuse(variable, "is no whole http or https address without credentials and query.");
        }
        else if (uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback)
        {
            Refuse(variable, "is plain http to another machine, which would show the key to everybody on the way: use https.");
        }

        return text.TrimEnd('/');
    }

    private void CheckSanity(string? project, string? dataset)
    {
        if (project is not null && !IsWord(project, "abcdefghijklmnopqrstuvwxyz0123456789-"))
        {
            Refuse(Variables.SanityProjectId, "may hold lower-case letters, digits and dashes only.");
        }

        if (dataset is not null && !IsWord(dataset.TrimStart('~'), "abcdefghijklmnopqrstuvwxyz0123456789-_"))
        {
            Refuse(Variables.SanityDataset, "may hold lower-case letters, digits, dashes and underscores only, at most 64.");
        }
    }

    private static bool IsWord(string text, string alphabet) =>
        text.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(alphabet);

    private string Database()
    {
        var text = _lookup.Find(Variables.Database);
        if (text?.StartsWithAny("postgres:", "postgresql:", "Host=", "Server=") == true)
        {
            Refuse(Variables.Database, "is a PostgreSQL connection string, but this version has SQLite only: name a file, or leave it out for tandem.db.");
        }

        return text is { Length: > 0 } ? text : Variables.Database.Default!;
    }

    private bool Studio()
    {
        var text = _lookup.Find(Variables.Studio)?.ToLowerInvariant();
        if (text is not (null or "" or "on" or "off"))
        {
            Refuse(Variables.Studio, "is neither on nor off.");
        }

        return text == "on";
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
