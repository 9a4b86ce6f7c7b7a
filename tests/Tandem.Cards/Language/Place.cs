using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>A place in a document, written as in <c>tandem.json</c>: <c>title</c>, <c>seo.title</c>, <c>title[en].value</c>, <c>tags[key=color].value</c>.</summary>
public sealed partial class Place
{
    /// <summary>How it is written.</summary>
    public const string Pattern = @"\w+(\[(\w+=)?[\w-]+\])?(\.\w+(\[(\w+=)?[\w-]+\])?)*";

    private readonly ImmutableArray<Match> _steps;

    /// <summary>Reads it.</summary>
    public Place(string text) => _steps = [.. Step().Matches(text).OfType<Match>()];

    /// <summary>The same as a patch of Sanity's names it.</summary>
    public string InPatch => string.Join('.', _steps.Select(step => step.Groups["value"].Success ? $"{step.Groups["name"]}[{By(step)}==\"{step.Groups["value"]}\"]" : step.Groups["name"].Value));

    /// <summary>What a document holds there.</summary>
    public JsonNode? In(JsonObject document)
    {
        JsonNode? found = document;
        foreach (var step in _steps)
        {
            found = (found as JsonObject)?[step.Groups["name"].Value];
            if (step.Groups["value"] is { Success: true } value)
            {
                found = (found as JsonArray)?.FirstOrDefault(entry => (string?)(entry as JsonObject)?[By(step)] == value.Value);
            }
        }

        return found;
    }

    private static string By(Match step) => step.Groups["by"] is { Success: true } by ? by.Value : "_key";

    [GeneratedRegex(@"(?<name>\w+)(\[((?<by>\w+)=)?(?<value>[\w-]+)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();
}
