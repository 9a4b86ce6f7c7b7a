using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads metadata that documents hold as a list of keys and values, as Sanity has no objects with free keys.</summary>
internal static class MetadataReading
{
    private const string Key = "key";
    private const string Value = "value";

    /// <summary>Where a document holds one key: in the entry of the list that says so.</summary>
    public static SanityField Entry(SanityField list, string key) =>
        list with { Field = FieldNames.OfKey(key), Name = $"{list.Name}[{Key}={key}].{Value}", Shape = FieldShape.MetadataValue };

    /// <summary>Every key as a field of its own; what is wrong with the list as a whole, or with a key that is none of its own, stands under the list's field.</summary>
    /// <param name="held">The list.</param>
    /// <param name="field">The list's field.</param>
    /// <param name="elsewhere">The field of the document that holds a key instead of the list, or null.</param>
    public static IEnumerable<(string Field, Cell Cell)> Read(JsonElement? held, SanityField field, Func<string, string?> elsewhere)
    {
        if (held is not { } list)
        {
            yield break;
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
        {
            yield return (field.Field, Cell.Refused("This must be a list of objects with key and value."));
            yield break;
        }

        // An entry whose key or value an editor has yet to type says nothing.
        foreach (var entries in list.EnumerateArray().GroupBy(entry => entry.Text(Key) ?? "").Where(entries => entries.Key.Length > 0))
        {
            var key = entries.Key;
            if (Problem(key, elsewhere(key)) is { } problem)
            {
                yield return (field.Field, Cell.Refused($"\"{FieldReading.Short(key)}\" {problem}"));
                continue;
            }

            yield return entries.Count() > 1
                ? (FieldNames.OfKey(key), Cell.Refused($"The key \"{key}\" is in this list twice. Take one out."))
                : (FieldNames.OfKey(key), TextReading.Text(entries.Single().Get(Value), field));
        }
    }

    private static string? Problem(string key, string? elsewhere) => key switch
    {
        _ when elsewhere is not null => $"is held in the field {elsewhere}: take it out of this list.",
        _ when !SanitySchema.IsPath($"list[{Key}={key}].{Value}") => "cannot be a key: use no brackets, quotes or backslashes, and no spaces around it.",
        _ => null,
    };
}
