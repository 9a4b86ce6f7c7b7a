using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tandem.Core;

/// <summary>A canonical value that a field shows on a side. An unset field has no value at all (null).</summary>
/// <remarks>Values compare by content, and their text form is canonical: equal values print equally, on every machine.</remarks>
public abstract record FieldValue
{
    private FieldValue()
    {
    }

    /// <summary>A text, trimmed as the vendor trims it; never empty, since an empty text is an unset field.</summary>
    public sealed record Text(string Value) : FieldValue
    {
        /// <inheritdoc/>
        public override string ToString() => Quote(Value);
    }

    /// <summary>A yes or no.</summary>
    public sealed record Flag(bool Value) : FieldValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>An exact number; for amounts, minor units of the currency.</summary>
    public sealed record Number(decimal Value) : FieldValue
    {
        /// <inheritdoc/>
        public override string ToString() => Money.Print(Value);

        /// <summary>Numbers compare by amount, not by the zeros they were written with.</summary>
        public bool Equals(Number? other) => other is not null && Value == other.Value;

        /// <inheritdoc/>
        public override int GetHashCode() => Value.GetHashCode();
    }

    /// <summary>An ordered list.</summary>
    public sealed record List(ImmutableArray<FieldValue> Items) : FieldValue
    {
        /// <inheritdoc/>
        public override string ToString() => "[" + string.Join(", ", Items) + "]";

        /// <summary>Lists are equal when they show equal items in the same order.</summary>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Aggregate(17, HashCode.Combine);
    }

    /// <summary>A group of named values that travel together, such as a price's <c>recurring</c>.</summary>
    public sealed record Group(Fields Fields) : FieldValue
    {
        /// <inheritdoc/>
        public override string ToString() => Fields.ToString();
    }

    /// <summary>
    /// A reference that points to nothing yet (unpublished, missing, arriving later). It says nothing and clears nothing:
    /// a side that shows it is left out of the merge of that field.
    /// </summary>
    public sealed record Unresolved(string Reference) : FieldValue
    {
        /// <inheritdoc/>
        public override string ToString() => "?" + Quote(Reference);
    }

    /// <summary>A text value, or null when the text is null or blank after trimming.</summary>
    public static FieldValue? OfText(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : new Text(trimmed);
    }

    /// <summary>A list of texts, or null when there is none.</summary>
    public static FieldValue? OfTexts(IEnumerable<string> texts)
    {
        var items = texts.Select(FieldValue (text) => new Text(text)).ToImmutableArray();
        return items.IsEmpty ? null : new List(items);
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
