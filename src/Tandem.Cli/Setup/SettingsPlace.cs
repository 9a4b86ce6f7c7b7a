using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli.Setup;

/// <summary>Where setup reads settings from, and the one file that it writes them to.</summary>
internal sealed class SettingsPlace
{
    private readonly Dictionary<string, string> _typed = new(StringComparer.Ordinal);

    /// <summary>The settings of a directory.</summary>
    /// <param name="directory">Where the files are.</param>
    /// <param name="writeTo">The file that is written, below the directory unless its path is whole.</param>
    public SettingsPlace(string directory, string writeTo)
    {
        Directory = Path.GetFullPath(directory);
        FileName = writeTo;
        File = Path.GetFullPath(writeTo, Directory);
    }

    /// <summary>Where <c>tandem.json</c> and the files are.</summary>
    public string Directory { get; }

    /// <summary>The file that is written, as it was named.</summary>
    public string FileName { get; }

    /// <summary>The same with its whole path.</summary>
    public string File { get; }

    /// <summary>What a person typed; it counts before everything else until it is saved.</summary>
    public IReadOnlyDictionary<string, string> Typed => _typed;

    /// <summary>Takes what a person typed.</summary>
    public void Type(Variable variable, string value) => _typed[variable.Name] = value;

    /// <summary>Takes it back.</summary>
    public void Forget(Variable variable) => _typed.Remove(variable.Name);

    /// <summary>Where variables are looked for, read anew: what was typed, the environment, the file that is written, and the usual files.</summary>
    /// <exception cref="SettingsException">A file cannot be read or parsed.</exception>
    public IReadOnlyList<SettingsSource> Sources()
    {
        var usual = SettingsSource.Standard(Directory).ToList();
        if (System.IO.File.Exists(File) && !usual.Any(IsFile))
        {
            usual.Insert(1, EnvironmentFile.Read(File));
        }

        return [new SettingsSource("what was typed", _typed), .. usual];
    }

    /// <summary>The value of a variable, or null when it has none, or only a place holder.</summary>
    /// <exception cref="SettingsException">It is set in two ways that contradict each other, or by a file that cannot be read.</exception>
    public string? Find(Variable variable)
    {
        var problems = new List<SettingsProblem>();
        var value = new SettingsLookup(Sources(), problems).Find(variable);
        return problems.Count > 0 ? throw new SettingsException([.. problems]) : variable.PlaceHolders.Contains(value ?? "") ? null : value;
    }

    /// <summary>A key or token that is set; null when none is.</summary>
    /// <exception cref="SettingsException">It holds what no header can carry.</exception>
    public Secret? Credential(Variable variable) => Find(variable) switch
    {
        null => null,
        { } value when value.All(character => character is > ' ' and < '\u007f') => new Secret(value),
        _ => throw new SettingsException([new SettingsProblem(variable.Name, "holds blanks or characters that no key has; copy it again.")]),
    };

    /// <summary>Why a value that is written into the file would not hold; null when it would.</summary>
    public string? Obstacle(Variable variable)
    {
        if (_typed.ContainsKey(variable.Name) || new SettingsLookup(Sources(), []).Whence(variable) is not { } from || (IsFile(from.Source) && from.Name == variable.Name))
        {
            return null;
        }

        return from.Name == variable.Name
            ? $"{variable} is set by {from.Source.Name}, which is stronger than {FileName}: what is written there would not hold. Take it out of {from.Source.Name} and run this again."
            : $"{variable} is set by the way of {from.Name}, in {from.Source.Name}: take that out and run this again, and it is written to {FileName}.";
    }

    /// <summary>Writes variables into the file, and with them what was typed.</summary>
    /// <exception cref="SettingsException">The file cannot be written.</exception>
    public void Save(IReadOnlyDictionary<string, string> values)
    {
        EnvironmentFileChange.Save(File, new SortedDictionary<string, string>(_typed.Concat(values.Where(value => !_typed.ContainsKey(value.Key))).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal).AsReadOnly());
        _typed.Clear();
    }

    private bool IsFile(SettingsSource source) => source.Name != "the environment" && Path.GetFullPath(source.Name, Directory) == File;
}
