using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads between which limits the customer chooses the amount.</summary>
internal static class ChosenAmountReading
{
    /// <summary>Whether the customer chooses at all.</summary>
    public const string Enabled = "enabled";

    private static readonly ImmutableArray<string> Limits = ["maximum", "minimum", "preset"];

    /// <summary>The names of all that it may hold.</summary>
    public static readonly ImmutableArray<string> Parts = [Enabled, .. Limits];

    /// <summary>A group of <c>enabled</c> and the limits that are set; unset when it is not enabled.</summary>
    public static Cell Read(JsonElement? held, string? currency)
    {
        if (held is not { } custom)
        {
            return Cell.Unset;
        }

        if (custom.ValueKind != JsonValueKind.Object)
        {
            return Cell.Refused("This must be an object with enabled, minimum, maximum and preset.");
        }

        // The Studio leaves an empty object behind when an editor clears its fields.
        if (custom.Get(Enabled) is { ValueKind: JsonValueKind.False } || Parts.All(part => custom.Get(part) is null))
        {
            return Cell.Unset;
        }

        var limits = Fields.None.With(Enabled, new FieldValue.Flag(true));
        foreach (var name in Limits)
        {
            var limit = AmountReading.Read(custom.Get(name), exact: null, currency);
            if (limit.Refusal is { } refusal)
            {
                return Cell.Refused($"{name}: {refusal}");
            }

            limits = limits.With(name, limit.Value);
        }

        return Cell.Of(new FieldValue.Group(limits));
    }
}
