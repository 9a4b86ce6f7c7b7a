using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Tandem.Sandbox.Sanity;

/// <summary>The parameters behind the question mark.</summary>
internal sealed class QueryText
{
    private readonly ImmutableArray<KeyValuePair<string, string>> _pairs;

    /// <summary>Reads a raw query string.</summary>
    public QueryText(string raw) => _pairs =
    [
        .. raw.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair =>
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            return at < 0 ? KeyValuePair.Create(Decoded(pair), string.Empty) : KeyValuePair.Create(Decoded(pair[..at]), Decoded(pair[(at + 1)..]));
        }),
    ];

    /// <summary>The <c>$name</c> parameters of a GROQ query, which are JSON.</summary>
    /// <exception cref="LakeRefusalException">One of them is no JSON.</exception>
    public Value.Map GroqParameters => _pairs
        .Where(static pair => pair.Key.StartsWith('$'))
        .Aggregate(Value.Map.Empty, static (map, pair) => map.With(pair.Key[1..], Json(pair)));

    /// <summary>The first value of a parameter, or null.</summary>
    public string? Find(string name)
    {
        foreach (var pair in _pairs)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <summary>Whether a parameter is <c>true</c>.</summary>
    public bool IsTrue(string name) => Find(name) == "true";

    /// <summary>A whole number, or null.</summary>
    public int? Number(string name) => int.TryParse(Find(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A moment, or null.</summary>
    public DateTimeOffset? Moment(string name) =>
        DateTimeOffset.TryParse(Find(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private static Value Json(KeyValuePair<string, string> pair)
    {
        try
        {
            return ValueJson.Parse(pair.Value);
        }
        catch (JsonException)
        {
            throw Refusals.Invalid($"Unable to parse value of \"{pair.Key}={pair.Value}\": it is not JSON");
        }
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
