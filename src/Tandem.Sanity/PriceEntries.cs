using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Prices that are entries of a list in their product's document: where they lie, and by which slot each is known.</summary>
/// <param name="List">The list, or the way down to it.</param>
internal sealed record PriceEntries(string List)
{
    /// <summary>How many prices one product may have: far above what a shop shows.</summary>
    public const int MostPrices = 1_000;

    // A slot stands in Stripe's metadata, beside the document's id.
    private const int LongestKey = 200;

    /// <summary>
    /// The slot of an entry. One that was made for a price born in Stripe has the slot that the planner gave it, but only in the document for which it was made:
    /// in a copy of that document the very same entry is a price of its own.
    /// </summary>
    public static string SlotOf(string documentId, string key)
    {
        var mark = Mark(documentId);
        return key.Length > mark.Length && key.EndsWith(mark, StringComparison.Ordinal) && !key.StartsWith(documentId + ".", StringComparison.Ordinal)
            ? key[..^mark.Length]
            : $"{documentId}.{key}";
    }

    /// <summary>The key of the entry that a slot is in a document.</summary>
    public static string KeyOf(string documentId, string slot) =>
        slot.StartsWith(documentId + ".", StringComparison.Ordinal) ? slot[(documentId.Length + 1)..] : slot + Mark(documentId);

    /// <summary>Whether an entry can be found again by a key.</summary>
    public bool IsKey(string key) => key.Length <= LongestKey && FieldPath.Parse(Path(key, "x")) is not null;

    /// <summary>The way down to a member of an entry.</summary>
    public string Path(string key, string member) => $"{List}[_key={key}].{member}";

    /// <summary>A field of a price where the entry of that key holds it.</summary>
    public SanityField In(string key, SanityField field) =>
        field with { Name = Path(key, field.Name), Companion = field.Companion is { } companion ? Path(key, companion) : null };

    /// <summary>The prices in a product's document, a draft or a version; without those that cannot be told apart.</summary>
    public ImmutableArray<PriceEntry> Of(JsonElement document)
    {
        if (SanityId.PublishedOf(document.Text("_id")) is not { } id || FieldPath.In(document, List) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > MostPrices)
        {
            return [];
        }

        return
        [
            .. list.EnumerateArray().Where(IsPrice).GroupBy(entry => entry.Text("_key")!, StringComparer.Ordinal).Where(entries => entries.Count() == 1)
                .Select(entries => new PriceEntry(SlotOf(id, entries.Key), entries.Key, entries.Single())),
        ];
    }

    /// <summary>What is wrong with the list, so that a price that it does not show cannot be said to be gone; null when nothing is.</summary>
    public string? Problem(JsonElement document)
    {
        if (FieldPath.In(document, List) is not { } list)
        {
            return null;
        }

        if (list.ValueKind != JsonValueKind.Array || list.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
        {
            return "This must be a list of prices, each an object.";
        }

        if (list.GetArrayLength() > MostPrices)
        {
            return $"This holds more than {MostPrices} prices.";
        }

        if (list.EnumerateArray().Any(entry => entry.Text("_ref") is not null))
        {
            return "This holds references to documents, but tandem.json says that its entries are the prices.";
        }

        if (list.EnumerateArray().FirstOrDefault(entry => !IsPrice(entry)) is { ValueKind: JsonValueKind.Object } other)
        {
            return other.Text("_key") is { } key
                ? $"The _key \"{FieldReading.Short(key)}\" cannot be followed: use no brackets, quotes or backslashes, and at most {LongestKey} characters."
                : "An entry has no _key, so that it cannot be told from the others. Edit it in the Studio, which gives it one.";
        }

        return list.EnumerateArray().GroupBy(entry => entry.Text("_key")!, StringComparer.Ordinal).FirstOrDefault(entries => entries.Count() > 1) is { } twice
            ? $"The _key \"{FieldReading.Short(twice.Key)}\" is in this list twice. Take one out, or give it another _key."
            : null;
    }

    private bool IsPrice(JsonElement entry) => entry.ValueKind == JsonValueKind.Object && entry.Text("_ref") is null && entry.Text("_key") is { } key && IsKey(key);

    private static string Mark(string documentId) => "-" + Derived.Hex("entry", documentId)[..8];
}

/// <summary>One price in its product's document.</summary>
/// <param name="Slot">By what the engine knows it.</param>
/// <param name="Key">Its <c>_key</c>.</param>
/// <param name="Content">What it holds.</param>
internal sealed record PriceEntry(string Slot, string Key, JsonElement Content);
