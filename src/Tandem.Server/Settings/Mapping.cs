using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Server;

/// <summary>Which types and fields of the dataset hold what, which way each field travels and who wins a conflict: <c>tandem.json</c>.</summary>
/// <param name="Policy">What is kept equal, and how.</param>
/// <param name="Schema">Where documents hold it.</param>
public sealed record Mapping(Policy Policy, SanitySchema Schema)
{
    /// <summary>The file's name, in the working directory, unless <c>TANDEM_CONFIG</c> names another.</summary>
    public const string FileName = "tandem.json";

    /// <summary>The names of the seed project, both ways, Sanity wins.</summary>
    public static Mapping Default { get; } = new(Policy.Default, SanitySchema.Default);

    /// <summary>Reads a mapping.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SettingsException">It cannot be read, or something in it is wrong; every such place is named by its path in the file.</exception>
    public static Mapping Read(string path)
    {
        var reader = new MappingReader(path);
        var mapping = reader.Read();
        return reader.Problems.Count == 0 ? mapping : throw new SettingsException([.. reader.Problems]);
    }
}
