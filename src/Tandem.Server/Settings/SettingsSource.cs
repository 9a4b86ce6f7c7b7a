namespace Tandem.Server;

/// <summary>Where settings come from: the environment, or one environment file.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Values">What it says.</param>
public sealed record SettingsSource(string Name, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The files that are read beside the environment, the stronger first, as the seed's users know them from Next.js.</summary>
    private static readonly string[] Files = [".env.local", ".env"];

    /// <summary>The environment of this process, then <c>.env.local</c>, then <c>.env</c> of a directory: the strongest first.</summary>
    /// <param name="directory">Where the files are looked for.</param>
    /// <exception cref="SettingsException">A file cannot be read or parsed.</exception>
    public static IReadOnlyList<SettingsSource> Standard(string directory)
    {
        List<SettingsSource> sources = [Environment()];
        foreach (var name in Files)
        {
            var path = Path.Combine(directory, name);
            if (File.Exists(path))
            {
                sources.Add(EnvironmentFile.Read(path));
            }
        }

        return sources;
    }

    /// <summary>A variable that the command line sets.</summary>
    /// <param name="option">The option, for people.</param>
    /// <param name="variable">The variable.</param>
    /// <param name="value">Its value; never a secret, which other users of the machine would see.</param>
    public static SettingsSource Option(string option, Variable variable, string value)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new SettingsSource(option, new Dictionary<string, string>(StringComparer.Ordinal) { [variable.Name] = value });
    }

    private static SettingsSource Environment()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            values[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return new SettingsSource("the environment", values);
    }
}
