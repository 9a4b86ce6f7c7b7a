namespace Tandem.Server;

/// <summary>Finds the value of a variable in several sources, the strongest first, also by the way of a file that <c>NAME_FILE</c> names.</summary>
/// <param name="sources">Where to look, the strongest first.</param>
/// <param name="problems">Told what is contradictory or unreadable.</param>
public sealed class SettingsLookup(IReadOnlyList<SettingsSource> sources, ICollection<SettingsProblem> problems)
{
    /// <summary>The largest secret file, in bytes.</summary>
    private const int LargestFile = 64 * 1024;

    private const string FileSuffix = "_FILE";

    /// <summary>The trimmed value, or null when no source has one. A blank value counts as none.</summary>
    public string? Find(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        foreach (var source in sources)
        {
            string[] given = [.. Names(variable).Where(way => Value(source, way) is not null)];
            if (given.Length == 0)
            {
                continue;
            }

            string[] values = [.. given.Select(way => way.EndsWith(FileSuffix, StringComparison.Ordinal) ? Read(way, Value(source, way)!) : Value(source, way)!).Distinct()];
            if (values.Length > 1)
            {
                problems.Add(new SettingsProblem(variable.Name, $"is set differently by {string.Join(" and ", given)} in {source.Name}. Keep one."));
            }

            return values[0];
        }

        return null;
    }

    /// <summary>Where the value of a variable comes from: the strongest source that has one, and under which name; null when none has.</summary>
    public (SettingsSource Source, string Name)? Whence(Variable variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        foreach (var source in sources)
        {
            if (Names(variable).FirstOrDefault(name => Value(source, name) is not null) is { } found)
            {
                return (source, found);
            }
        }

        return null;
    }

    private static IEnumerable<string> Names(Variable variable) => from name in (IEnumerable<string>)[variable.Name, .. variable.Aliases]
                                                                   from way in (IEnumerable<string>)[name, name + FileSuffix]
                                                                   select way;

    private static string? Value(SettingsSource source, string name) =>
        source.Values.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private string Read(string name, string path)
    {
        try
        {
            var file = new FileInfo(path);
            var text = file.Length > LargestFile ? "" : File.ReadAllText(path).Trim();
            if (text.Length > 0)
            {
                return text;
            }

            problems.Add(new SettingsProblem(name, "names a file that is empty or too large to be a setting."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(new SettingsProblem(name, "names a file that cannot be read; check the path and that this user may."));
        }

        // Told already: a second line that it is missing would only confuse.
        return "";
    }
}
