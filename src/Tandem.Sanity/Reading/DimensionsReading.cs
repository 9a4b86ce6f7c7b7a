using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads the sizes of a package.</summary>
internal static class DimensionsReading
{
    /// <summary>The names of the sizes.</summary>
    public static readonly ImmutableArray<string> Names = ["height", "length", "weight", "width"];

    /// <summary>The sizes: a group of all four; unset when the document names none of them.</summary>
    public static Cell Read(JsonElement? held)
    {
        if (held is not { } package)
        {
            return Cell.Unset;
        }

        if (package.ValueKind != JsonValueKind.Object)
        {
            return Cell.Refused("This must be an object with height, length, weight and width.");
        }

        if (Names.All(name => package.Get(name) is null))
        {
            // The Studio leaves an empty object behind when an editor clears its fields.
            return Cell.Unset;
        }

        var sizes = Fields.None;
        foreach (var name in Names)
        {
            if (package.Get(name) is not { ValueKind: JsonValueKind.Number } number || Money.Parse(number.GetRawText()).Value is not { } size || size <= 0 || decimal.Round(size, 2) != size)
            {
                return Cell.Refused($"{name} must be a number above zero with at most 2 decimals: Stripe takes all four sizes or none.");
            }

            sizes = sizes.With(name, new FieldValue.Number(size));
        }

        return Cell.Of(new FieldValue.Group(sizes));
    }
}
