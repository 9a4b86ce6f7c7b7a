using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads texts. What Stripe would cut or refuse is refused here, with the limit named.</summary>
internal static class TextReading
{
    /// <summary>A text.</summary>
    /// <param name="held">What the document holds.</param>
    /// <param name="field">Its limit, and whether it may be unset.</param>
    public static Cell Text(JsonElement? held, SanityField field) => held switch
    {
        null => Cell.Unset,
        { ValueKind: JsonValueKind.String } text => Checked(text.GetString(), field.Limit),

        // A reference, or an object for each language, stays out of the merge: writing a text over it would destroy it.
        { ValueKind: JsonValueKind.Object } structured when field.Missing is null =>
            Cell.Of(new FieldValue.Unresolved(structured.Text("_ref") ?? structured.Text("_type") ?? "object")),
        { ValueKind: JsonValueKind.Object or JsonValueKind.Array } => Cell.Refused("This must be a text. If it holds one for each language, name the one that Stripe shows in tandem.json: title.en, or title[en].value."),
        _ => Cell.Refused("This must be a text."),
    };

    /// <summary>A text, or Portable Text as plain text.</summary>
    public static Cell RichText(JsonElement? held, int limit) => held switch
    {
        null => Cell.Unset,
        { ValueKind: JsonValueKind.String } text => Checked(text.GetString(), limit),
        { ValueKind: JsonValueKind.Array } blocks => Checked(PortableText.Plain(blocks), limit),
        _ => Cell.Refused("This must be a text or Portable Text."),
    };

    /// <summary>A slug.</summary>
    public static Cell Slug(JsonElement? held, SanityField field) => held switch
    {
        null => Cell.Unset,
        { ValueKind: JsonValueKind.Object } slug => Text(slug.Get(Current), field),
        _ => Cell.Refused("This must be a slug."),
    };

    /// <summary>The text of a slug.</summary>
    public const string Current = "current";

    /// <summary>A list of texts; empty entries are left out.</summary>
    public static Cell Texts(JsonElement? held, int limit)
    {
        if (held is not { } list)
        {
            return Cell.Unset;
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(entry => entry.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
        {
            return Cell.Refused("This must be a list of texts.");
        }

        var entries = list.EnumerateArray().Select(entry => Checked(entry.GetString(), limit)).ToList();
        return entries.FirstOrDefault(entry => entry.Refusal is not null) is { Refusal: { } refusal }
            ? Cell.Refused(refusal)
            : Cell.Of(FieldValue.OfTexts(entries.Select(entry => entry.Value).OfType<FieldValue.Text>().Select(text => text.Value)));
    }

    private static Cell Checked(string? text, int limit)
    {
        var value = FieldValue.OfText(text);
        if (value is not FieldValue.Text { Value: var trimmed })
        {
            return Cell.Unset;
        }

        if (trimmed.Contains('\0', StringComparison.Ordinal))
        {
            return Cell.Refused("This text holds a NUL character. Remove it.");
        }

        var length = trimmed.EnumerateRunes().Count();
        return limit > 0 && length > limit
            ? Cell.Refused($"This text has {length} characters; Stripe takes at most {limit}. Shorten it.")
            : Cell.Of(value);
    }
}
