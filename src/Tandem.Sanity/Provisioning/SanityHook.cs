using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tandem.Sanity;

/// <summary>A webhook of the project, as Sanity shows it: without its secret.</summary>
/// <remarks><see href="https://www.sanity.io/docs/http-reference/webhooks"/></remarks>
public sealed partial record SanityHook
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name in the project's settings.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where it sends changes.</summary>
    public string Url { get; init; } = "";

    /// <summary>The dataset that it hears of, or <c>*</c>.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Which changes it sends: <c>create</c>, <c>update</c>, <c>delete</c>.</summary>
    public ImmutableArray<string> On { get; init; } = [];

    /// <summary>Of which documents; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary>What it sends of them; empty for the whole document.</summary>
    public string Projection { get; init; } = "";

    /// <summary>Whether it sends changes of drafts too.</summary>
    public bool HasDrafts { get; init; }

    /// <summary>Whether it sends changes of versions in content releases too.</summary>
    public bool HasVersions { get; init; }

    /// <summary>Whether it sends anything.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How it sends.</summary>
    public string Method { get; init; } = "POST";

    /// <summary>For whom it was set up, in our words; null when we did not.</summary>
    public string? Mark { get; init; }

    /// <summary>The fingerprint of the secret that we gave it.</summary>
    public string? SecretMark { get; init; }

    /// <summary>Its description with our mark in it.</summary>
    internal static string Describe(string mark, string secretMark) => $"Keeps products and prices equal with Stripe; made by tandem setup. [tandem: {mark} #{secretMark}]";

    /// <summary>Reads a row of the list; null for what is none, or was deleted.</summary>
    internal static SanityHook? Read(JsonElement row)
    {
        if (row.Text("id") is not { } id || row.Get("deletedAt") is not null)
        {
            return null;
        }

        var rule = row.Get("rule") ?? default;
        var mark = MarkPattern.Match(row.Text("description") ?? "");
        return new SanityHook
        {
            Id = id,
            Name = row.Text("name") ?? "",
            Url = row.Text("url") ?? "",
            Dataset = row.Text("dataset") ?? "",
            On = [.. rule.Items("on").Where(on => on.ValueKind == JsonValueKind.String).Select(on => on.GetString()!)],
            Filter = rule.Text("filter") ?? "",
            Projection = rule.Text("projection") ?? "",
            HasDrafts = IsTrue(row, "includeDrafts"),
            HasVersions = IsTrue(row, "includeAllVersions"),
            IsEnabled = !IsTrue(row, "isDisabled") && !IsTrue(row, "isDisabledByUser"),
            Method = row.Text("httpMethod") ?? "POST",
            Mark = mark.Success ? mark.Groups["mark"].Value : null,
            SecretMark = mark.Success ? mark.Groups["secret"].Value : null,
        };
    }

    private static bool IsTrue(JsonElement row, string name) => row.Get(name)?.ValueKind == JsonValueKind.True;

    [GeneratedRegex(@"\[tandem: (?<mark>[^\[\]#]+) #(?<secret>[0-9a-f]+)\]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex MarkPattern { get; }
}

/// <summary>Every webhook of the project.</summary>
/// <param name="All">In no order.</param>
public sealed record SanityHooks(ImmutableArray<SanityHook> All);

/// <summary>How a webhook is to be.</summary>
/// <param name="Url">Where it sends changes.</param>
/// <param name="Dataset">The dataset.</param>
/// <param name="Filter">Of which documents.</param>
/// <param name="Mark">For whom it is, to be found again.</param>
/// <param name="SecretMark">The fingerprint of its secret.</param>
public sealed record WantedHook(Uri Url, string Dataset, string Filter, string Mark, string SecretMark)
{
    /// <summary>On which changes.</summary>
    public static ImmutableArray<string> On { get; } = ["create", "update", "delete"];

    /// <summary>What it sends of them.</summary>
    public static string Projection => Groq.HookProjection;

    /// <summary>The filter for the documents that a schema carries. Names of types hold letters, digits and underscores only.</summary>
    public static string FilterOf(SanitySchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        string[] types = schema.Embedded is null ? [schema.ProductType, schema.PriceType] : [schema.ProductType];
        return string.Join(" || ", types.Select(type => $"_type == \"{type}\""));
    }

    /// <summary>Whether two GROQ texts are the same but for blanks.</summary>
    public static bool IsSame(string one, string other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return Dense(one) == Dense(other);
    }

    private static string Dense(string groq) => string.Concat(groq.Where(character => !char.IsWhiteSpace(character)));
}
