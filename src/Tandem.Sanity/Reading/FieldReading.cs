using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Takes one field out of a document, in canonical form.</summary>
internal static class FieldReading
{
    /// <summary>What the document shows in the field.</summary>
    public static Cell Read(JsonElement document, SanityField field, ReadingContext context)
    {
        var held = FieldPath.In(document, field.Name);
        var cell = field.Shape switch
        {
            FieldShape.Text or FieldShape.MetadataValue => TextReading.Text(held, field),
            FieldShape.RichText => TextReading.RichText(held, field.Limit),
            FieldShape.Flag => Flag(held),
            FieldShape.Images => ImageReading.Read(held, field, context),
            FieldShape.Image => ImageReading.ReadOne(held, field, context),
            FieldShape.Slug => TextReading.Slug(held, field),
            FieldShape.MajorAmount => AmountReading.ReadMajor(held, CurrencyOf(document, context)),
            FieldShape.PriceReference => PriceReference(held, context),
            FieldShape.PriceKey => PriceKey(document, held, context.Schema.Entries!),
            FieldShape.Amount => AmountReading.Read(held, field.Companion is { } name ? FieldPath.In(document, name) : null, CurrencyOf(document, context)),
            FieldShape.CurrencyCode => CurrencyCode(held, field),
            FieldShape.Rhythm => RhythmReading.Read(held),
            FieldShape.Answer => Answer(held),
            FieldShape.TaxBehavior => TaxBehavior(held),
            FieldShape.Texts => TextReading.Texts(held, field.Limit),
            FieldShape.Dimensions => DimensionsReading.Read(held),
            FieldShape.Choice => Choice(held, field.Words),
            FieldShape.Tiers => TiersReading.Read(held, CurrencyOf(document, context)),
            FieldShape.ChosenAmount => ChosenAmountReading.Read(held, CurrencyOf(document, context)),
            FieldShape.Packages => PackagesReading.Read(held),
            FieldShape.CurrencyOptions => CurrencyOptionsReading.Read(held, CurrencyOf(document, context)),
            _ => throw new UnreachableException(),
        };
        return cell == Cell.Unset && field.Missing is { } missing && !HasOtherAmount(document, field, context) ? Cell.Refused(missing) : cell;
    }

    // Tiers, or an amount that the customer chooses, take the amount's place.
    private static bool HasOtherAmount(JsonElement document, SanityField field, ReadingContext context) => field.Field == FieldNames.UnitAmount
        && FieldNames.Ways.Any(other => other != field.Field && context.Schema.Find(Kind.Price, other) is { } held && Read(document, held, context) != Cell.Unset);

    private static Cell Flag(JsonElement? held) => held switch
    {
        // A document that says nothing is for sale; Stripe's default is the same.
        null or { ValueKind: JsonValueKind.True } => Cell.Of(new FieldValue.Flag(true)),
        { ValueKind: JsonValueKind.False } => Cell.Of(new FieldValue.Flag(false)),
        _ => Cell.Refused("This must be true or false."),
    };

    private static Cell Answer(JsonElement? held) => held is null ? Cell.Unset : Flag(held);

    /// <summary>Whether an amount holds its tax.</summary>
    public static Cell TaxBehavior(JsonElement? held) => held is { ValueKind: JsonValueKind.String } text && text.GetString()!.Trim() == "unspecified"
        ? Cell.Unset
        : Choice(held, ["inclusive", "exclusive"]) is { Refusal: null } cell ? cell : Cell.Refused("This must be inclusive, exclusive or unspecified.");

    private static Cell Choice(JsonElement? held, ImmutableArray<string> words) => held switch
    {
        null => Cell.Unset,
        { ValueKind: JsonValueKind.String } text when text.GetString()!.Trim() is var word && (word.Length == 0 || words.Contains(word)) => Cell.Of(FieldValue.OfText(word)),
        _ => Cell.Refused($"This must be {string.Join(" or ", words)}."),
    };

    private static Cell PriceReference(JsonElement? held, ReadingContext context)
    {
        if (held is not { } reference)
        {
            return Cell.Unset;
        }

        if (reference.ValueKind != JsonValueKind.Object)
        {
            return Cell.Refused("This must be a reference to a price document.");
        }

        // Half-filled, or to something that is not published (yet): it says nothing and must clear nothing.
        var target = reference.Text("_ref") ?? "";
        return Cell.Of(SanityId.Parse(target) is SanityId.Published && context.IsPrice(target, reference.Get("_weak") is { ValueKind: JsonValueKind.True })
            ? new FieldValue.Text(target)
            : new FieldValue.Unresolved(target));
    }

    // The key of an entry that is not there (any more) says nothing and clears nothing, as a reference that leads nowhere.
    private static Cell PriceKey(JsonElement document, JsonElement? held, PriceEntries entries) => held switch
    {
        null => Cell.Unset,
        { ValueKind: JsonValueKind.String } text when text.GetString()!.Trim() is var key => key.Length == 0
            ? Cell.Unset
            : Cell.Of(entries.Of(document).FirstOrDefault(entry => entry.Key == key) is { } found ? new FieldValue.Text(found.Slot) : new FieldValue.Unresolved(key)),
        _ => Cell.Refused($"This must be the _key of an entry of {entries.List}, as a text."),
    };

    private static Cell CurrencyCode(JsonElement? held, SanityField field) => CurrencyCode(TextReading.Text(held, field));

    /// <summary>A text as a currency code.</summary>
    public static Cell CurrencyCode(Cell cell)
    {
        if (cell.Value is not FieldValue.Text text)
        {
            return cell;
        }

        var code = text.Value.ToLowerInvariant();
        return Currency.IsKnown(code)
            ? Cell.Of(new FieldValue.Text(code))
            : Cell.Refused($"Stripe has no currency \"{Short(code)}\". Use a three-letter code such as eur.");
    }

    private static string? CurrencyOf(JsonElement document, ReadingContext context) => CurrencyOf(document, context.Schema);

    /// <summary>The currency of a price document, if it says a known one.</summary>
    public static string? CurrencyOf(JsonElement document, SanitySchema schema) =>
        schema.Find(Kind.Price, FieldNames.Currency) is { } field && CurrencyCode(FieldPath.In(document, field.Name), field).Value is FieldValue.Text code
            ? code.Value
            : null;

    internal static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
