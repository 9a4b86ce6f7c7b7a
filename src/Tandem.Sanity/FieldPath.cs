using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tandem.Sanity;

/// <summary>
/// Where a document holds a field: names from the top down, and entries of lists by their <c>_key</c> or another name: <c>title</c>, <c>seo.title</c>,
/// <c>title[en].value</c>, <c>title[language=en].value</c>.
/// </summary>
/// <remarks>These are the layouts of localized objects and of internationalized arrays: https://www.sanity.io/docs/studio/localization</remarks>
internal sealed partial record FieldPath
{
    /// <summary>How deep a field may lie; Sanity itself allows more, forms do not.</summary>
    public const int MostSteps = 8;

    private FieldPath(ImmutableArray<PathStep> steps) => Steps = steps;

    /// <summary>The way down.</summary>
    public ImmutableArray<PathStep> Steps { get; }

    /// <summary>Whether it goes through an entry of a list, which is there or not.</summary>
    public bool HasEntry => Steps.Any(step => step.By is not null);

    /// <summary>Reads a path; null when it is none.</summary>
    public static FieldPath? Parse(string text)
    {
        var steps = ImmutableArray.CreateBuilder<PathStep>();
        for (var at = 0; at < text.Length;)
        {
            if (PartPattern.Match(text, at) is not { Success: true } match || text[at..].StartsWith('.') != (at > 0))
            {
                return null;
            }

            at += match.Length;
            steps.Add(new PathStep(match.Groups["name"].Value, null, null));
            if (match.Groups["value"].Success)
            {
                steps.Add(new PathStep("", match.Groups["by"] is { Success: true } by ? by.Value : "_key", match.Groups["value"].Value));
            }
        }

        // An entry of a list is an object: the field itself is one of its members.
        return steps.Count is > 0 and <= MostSteps && steps[^1].By is null ? new FieldPath(steps.DrainToImmutable()) : null;
    }

    /// <summary>What a document holds there; null when it holds nothing.</summary>
    public static JsonElement? In(JsonElement document, string path)
    {
        if (!path.AsSpan().ContainsAny('.', '['))
        {
            return document.Get(path);
        }

        return Parse(path) is { } parsed ? parsed.In(document, parsed.Steps.Length) : null;
    }

    /// <summary>What lies so many steps down in a document; null when nothing does.</summary>
    public JsonElement? In(JsonElement? document, int steps)
    {
        var at = document;
        foreach (var step in Steps.Take(steps))
        {
            at = at is { } here ? step.In(here) : null;
        }

        return at;
    }

    /// <summary>The first so many steps in the language of Sanity's patches: https://www.sanity.io/docs/content-lake/http-patches</summary>
    public string Patch(int steps) => string.Concat(Steps.Take(steps).Select((step, index) => step.By is null ? (index == 0 ? "" : ".") + step.Name : $"[{step.By}==\"{step.Value}\"]"));

    /// <summary>The whole path in the language of Sanity's patches.</summary>
    public string Patch() => Patch(Steps.Length);

    [GeneratedRegex("""\G\.?(?<name>[A-Za-z][A-Za-z0-9_]*)(\[((?<by>[A-Za-z_][A-Za-z0-9_]*)=(?<value>(?!\s)[^][\\"]+(?<!\s))|(?<value>(?!\s)[^][\\"=]+(?<!\s)))\])?""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PartPattern { get; }
}

/// <summary>One step down: the member of that name, or the entry of a list in which a member has a value.</summary>
/// <param name="Name">The member's name; empty for an entry.</param>
/// <param name="By">The member that tells the entries apart; null for a member.</param>
/// <param name="Value">What it says in the entry that is meant.</param>
internal sealed record PathStep(string Name, string? By, string? Value)
{
    /// <summary>Takes the step.</summary>
    public JsonElement? In(JsonElement at) => By is null
        ? at.Get(Name)
        : at.ValueKind == JsonValueKind.Array && at.EnumerateArray().FirstOrDefault(entry => entry.Text(By) == Value) is { ValueKind: JsonValueKind.Object } found ? found : null;
}
