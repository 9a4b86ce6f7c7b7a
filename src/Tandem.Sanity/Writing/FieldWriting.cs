using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>How a document is to hold a canonical value.</summary>
internal static class FieldWriting
{
    /// <summary>The document's fields that hold the value, each with its content; null means that it is to be unset.</summary>
    /// <param name="field">Where it is held.</param>
    /// <param name="change">The value, and what the document will show of it.</param>
    /// <param name="currency">The document's currency, which tells what an amount is in main units.</param>
    /// <param name="document">The document as it is, where it matters; null for one that is to be made.</param>
    /// <param name="server">Where uploaded pictures are shown.</param>
    public static IEnumerable<(string Name, JsonNode? Content)> Held(SanityField field, FieldChange change, string? currency, JsonElement? document, PictureServer server)
    {
        var value = change.To;
        if (field.Shape == FieldShape.Amount)
        {
            return Amount(field, value as FieldValue.Number);
        }

        if (field.Shape == FieldShape.MajorAmount)
        {
            return [(field.Name, value is FieldValue.Number amount ? Major(amount.Value, currency ?? throw new UnreachableException("An amount is only written where its currency is known.")) : null)];
        }

        if (field is { Shape: FieldShape.Images, Downloads: not null })
        {
            return [(field.Name, Pictures(new PictureList(document is { } held ? FieldPath.In(held, field.Name) : null, field, server), change))];
        }

        return value is FieldValue.Unresolved ? [] : [(field.Name, Content(field.Shape, value))];
    }

    /// <summary>The parts of an object that are ours to write; none when the field is written whole.</summary>
    public static ImmutableArray<string> PartsOf(FieldShape shape) => shape switch
    {
        FieldShape.Rhythm => RhythmReading.Parts,
        FieldShape.Dimensions => DimensionsReading.Names,
        FieldShape.ChosenAmount => ChosenAmountReading.Parts,
        FieldShape.Packages => PackagesReading.Parts,
        FieldShape.Slug => ["_type", TextReading.Current],
        _ => [],
    };

    /// <summary>A strong reference to a published document.</summary>
    public static JsonObject Reference(string id) => new() { ["_type"] = "reference", ["_ref"] = id };

    /// <summary>A reference as an element of a list; its key follows from the id, so that adding it twice is seen to be twice the same.</summary>
    public static JsonObject Entry(string id)
    {
        var entry = Reference(id);
        entry["_key"] = Derived.Hex("entry", id)[..12];
        return entry;
    }

    /// <summary>An entry of a list by the member that tells entries apart. Lists of languages name their entries' type after the text's: the usual plugin's, if no other entry tells it; other lists' entries are plain objects.</summary>
    public static JsonObject ListEntry(PathStep step, string? type)
    {
        var entry = new JsonObject { ["_key"] = step.By == "_key" ? step.Value : Derived.Hex("entry", step.Value!)[..12] };
        if ((type ?? (step.By is "_key" or "language" ? "internationalizedArrayStringValue" : null)) is { } named)
        {
            entry["_type"] = named;
        }

        entry[step.By!] = step.Value;
        return entry;
    }

    /// <summary>Puts a content into a new object, some steps down.</summary>
    public static void Put(JsonObject top, ReadOnlySpan<PathStep> steps, JsonNode content)
    {
        JsonNode at = top;
        for (var index = 0; index < steps.Length - 1; index++)
        {
            at = Below(at, steps[index], steps[index + 1].By is not null);
        }

        at.AsObject()[steps[^1].Name] = content;
    }

    private static JsonNode Below(JsonNode at, PathStep step, bool isList)
    {
        if (step.By is null)
        {
            return at.AsObject()[step.Name] ??= isList ? new JsonArray() : new JsonObject();
        }

        if (at.AsArray().OfType<JsonObject>().FirstOrDefault(entry => (string?)entry[step.By] == step.Value) is { } known)
        {
            return known;
        }

        var made = ListEntry(step, type: null);
        at.AsArray().Add((JsonNode)made);
        return made;
    }

    private static JsonNode? Pictures(PictureList list, FieldChange change)
    {
        if (list.IsOfAddresses || (change.Shown is null && change.To is not null))
        {
            return Content(FieldShape.Images, change.To);
        }

        var entries = list.With(Preparing.Addresses(change.To).Zip(Preparing.Addresses(change.Shown))).Entries;
        return entries.Count > 0 ? entries : null;
    }

    private static JsonNode? Content(FieldShape shape, FieldValue? value) => (shape, value) switch
    {
        (_, null) => null,
        (FieldShape.PriceReference, FieldValue.Text slot) => Reference(slot.Value),
        (FieldShape.PriceKey, FieldValue.Text key) => JsonValue.Create(key.Value),
        (FieldShape.Rhythm or FieldShape.Dimensions or FieldShape.ChosenAmount or FieldShape.Packages, FieldValue.Group group) => Group(group.Fields),
        (FieldShape.Tiers, FieldValue.List tiers) => Tiers(tiers),
        (FieldShape.CurrencyOptions, FieldValue.Group options) => new JsonArray(
            [.. options.Fields.Select(option => Entry(option.Key, ((FieldValue.Group)option.Value).Fields.With(FieldNames.Currency, new FieldValue.Text(option.Key))))]),
        (FieldShape.Images or FieldShape.Texts, FieldValue.List list) => new JsonArray([.. list.Items.OfType<FieldValue.Text>().Select(JsonNode (text) => JsonValue.Create(text.Value))]),
        (FieldShape.Slug, FieldValue.Text text) => new JsonObject { ["_type"] = "slug", [TextReading.Current] = text.Value },
        (FieldShape.Flag or FieldShape.Answer, FieldValue.Flag flag) => JsonValue.Create(flag.Value),
        (FieldShape.Text or FieldShape.RichText or FieldShape.CurrencyCode or FieldShape.TaxBehavior or FieldShape.Choice or FieldShape.MetadataValue or FieldShape.Image, FieldValue.Text text) => JsonValue.Create(text.Value),
        _ => throw new UnreachableException($"A field of the shape {shape} cannot hold {value}."),
    };

    private static JsonObject Group(Fields fields)
    {
        var group = new JsonObject();
        foreach (var (name, value) in fields)
        {
            if (value is FieldValue.Number fraction && !decimal.IsInteger(fraction.Value) && IsAmount(name))
            {
                group[name + "_decimal"] = JsonValue.Create(Money.Print(fraction.Value));
                continue;
            }

            group[name] = value switch
            {
                FieldValue.Text text => JsonValue.Create(text.Value),
                FieldValue.Number number => JsonValue.Create(number.Value),
                FieldValue.Flag flag => JsonValue.Create(flag.Value),
                FieldValue.Group inner => Group(inner.Fields),
                FieldValue.List tiers when name == FieldNames.Tiers => Tiers(tiers),
                _ => throw new UnreachableException($"A group cannot hold {value}."),
            };
        }

        return group;
    }

    private static JsonArray Tiers(FieldValue.List tiers) => new([.. tiers.Items.OfType<FieldValue.Group>().Select((tier, index) => Entry($"tier{index + 1}", tier.Fields))]);

    // An entry of a list of objects; which Sanity tells apart by their keys.
    private static JsonNode Entry(string key, Fields fields)
    {
        var entry = Group(fields);
        entry["_key"] = key;
        return entry;
    }

    // More digits than a binary fraction keeps are written as a text, which is read as exactly.
    private static JsonNode Major(decimal minor, string currency)
    {
        var text = Money.ToMajor(minor, currency);
        return text.Count(char.IsAsciiDigit) <= 15 ? JsonValue.Create(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) : JsonValue.Create(text);
    }

    private static bool IsAmount(string name) => name is FieldNames.UnitAmount or TiersReading.FlatAmount;

    // One of the two fields holds the amount, the other must not contradict it.
    private static IEnumerable<(string Name, JsonNode? Content)> Amount(SanityField field, FieldValue.Number? amount)
    {
        var isWhole = amount is not null && decimal.IsInteger(amount.Value);
        yield return (field.Name, isWhole ? JsonValue.Create((long)amount!.Value) : null);
        if (field.Companion is { } companion)
        {
            yield return (companion, amount is null || isWhole ? null : JsonValue.Create(Money.Print(amount.Value)));
        }
    }
}
