using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Engine;

namespace Tandem.Server;

/// <content>Which connections the service has beside the one that the bare variables describe.</content>
internal sealed partial class MappingReader
{
    private const int LongestName = 32;

    // The first would be mistaken for the bare paths' own, the others for parts of every path.
    private static readonly ImmutableArray<string> Reserved = [Connection.Default, "stripe", "sanity", "webhook"];

    /// <summary>The connections that the file names, in its order.</summary>
    public ImmutableArray<NamedConnection> Connections { get; private set; } = [];

    /// <summary>Whether a text can be the name of a connection beside <c>default</c>.</summary>
    public static bool IsConnectionName(string text) =>
        text.Length is > 0 and <= LongestName && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && !Reserved.Contains(text);

    private IEnumerable<NamedConnection> ReadConnections(JsonElement described, string path)
    {
        var taken = Variables.OfConnection.SelectMany(Names).ToDictionary(variable => variable, _ => Connection.Default, StringComparer.Ordinal);
        foreach (var (name, value) in Members(described, path))
        {
            var place = $"{path}.{name}";
            if (!IsConnectionName(name))
            {
                Refuse(place, $"is no name for a connection: lower-case letters, digits and dashes, beginning with a letter, at most {LongestName}, and none of {string.Join(", ", Reserved)}.");
                continue;
            }

            // What two connections would read from one variable belongs to neither.
            if (Variables.OfConnection.SelectMany(variable => Names(variable.For(name))).FirstOrDefault(variable => !taken.TryAdd(variable, name)) is { } shared)
            {
                Refuse(place, $"would be set by {shared}, as {taken[shared]} is: choose another name.");
            }

            yield return new NamedConnection(name, Config(value, place));
        }
    }

    private string? Config(JsonElement described, string path)
    {
        string? config = null;
        foreach (var (name, value) in Members(described, path))
        {
            if (name == "config" && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } named)
            {
                config = Path.Combine(Path.GetDirectoryName(file) ?? "", named);
            }
            else
            {
                Refuse($"{path}.{name}", name == "config" ? "must be the name of the file that holds this connection's mapping." : "is not known here; config is.");
            }
        }

        return config;
    }

    private static IEnumerable<string> Names(Variable variable) => variable.Aliases.Prepend(variable.Name);
}

/// <summary>A connection that <c>tandem.json</c> names.</summary>
/// <param name="Name">Its name, which stands in paths, variables and metadata keys.</param>
/// <param name="Config">The file that holds its mapping; null when it has that of <c>tandem.json</c>.</param>
internal sealed record NamedConnection(string Name, string? Config);
