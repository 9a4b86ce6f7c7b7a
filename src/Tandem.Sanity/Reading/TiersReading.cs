using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads tiers: amounts up to ascending quantities.</summary>
internal static class TiersReading
{
    /// <summary>The quantity that a tier ends with; missing, or <c>inf</c>, in the last one.</summary>
    public const string UpTo = "up_to";

    /// <summary>The amount for the whole tier.</summary>
    public const string FlatAmount = "flat_amount";

    /// <summary>A list of groups of <c>up_to</c>, <c>unit_amount</c> and <c>flat_amount</c>; unset when there are none.</summary>
    public static Cell Read(JsonElement? held, string? currency)
    {
        if (held is not { } list)
        {
            return Cell.Unset;
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
        {
            return Cell.Refused("This must be a list of objects with up_to and unit_amount or flat_amount.");
        }

        var tiers = ImmutableArray.CreateBuilder<FieldValue>();
        decimal last = 0;
        foreach (var entry in list.EnumerateArray())
        {
            var place = tiers.Count + 1;
            if (!IsEnd(entry, out var end) || (end is { } quantity && quantity <= last))
            {
                return Cell.Refused($"up_to of tier {place} must be a whole number, and higher than in the tier before; in the last one, inf or nothing.");
            }

            if (end is null != (place == list.GetArrayLength()))
            {
                return Cell.Refused(end is null ? $"Tier {place} has no up_to: only the last tier has no end." : "The last tier must have no end: clear its up_to, or write inf.");
            }

            last = end ?? last;
            var unit = AmountReading.Read(entry.Get(FieldNames.UnitAmount), entry.Get(FieldNames.UnitAmount + "_decimal"), currency);
            var flat = AmountReading.Read(entry.Get(FlatAmount), entry.Get(FlatAmount + "_decimal"), currency);
            if ((unit.Refusal ?? flat.Refusal) is { } refusal)
            {
                return Cell.Refused($"Tier {place}: {refusal}");
            }

            if (unit.Value is null && flat.Value is null)
            {
                return Cell.Refused($"Tier {place} has no amount: give it a unit_amount, a flat_amount or both.");
            }

            tiers.Add(new FieldValue.Group(Fields.Of((UpTo, end is { } number ? new FieldValue.Number(number) : null), (FieldNames.UnitAmount, unit.Value), (FlatAmount, flat.Value))));
        }

        return tiers.Count == 0 ? Cell.Unset : Cell.Of(new FieldValue.List(tiers.ToImmutable()));
    }

    private static bool IsEnd(JsonElement tier, out decimal? end)
    {
        end = null;
        switch (tier.Get(UpTo))
        {
            case null:
                return true;
            case { ValueKind: JsonValueKind.String } text when text.GetString()!.Trim() is "" or "inf":
                return true;
            case { ValueKind: JsonValueKind.String } text:
                end = Money.Parse(text.GetString()).Value;
                break;
            case { ValueKind: JsonValueKind.Number } number:
                end = Money.Parse(number.GetRawText()).Value;
                break;
        }

        return end is { } quantity && decimal.IsInteger(quantity);
    }
}
