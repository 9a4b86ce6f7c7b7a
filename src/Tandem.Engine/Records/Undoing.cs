using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Reads from the journal what was agreed earlier: back from what is agreed now, change by change.</summary>
public static class Undoing
{
    /// <summary>What would have to change for a product, or one price of it, to show what was agreed then.</summary>
    /// <param name="record">What is agreed now.</param>
    /// <param name="newer">The journal's lines from now back to then, newest first; those that are older must not be among them.</param>
    /// <param name="slot">The only price that is meant; null for the product with all its prices.</param>
    public static Earlier Of(ProductRecord record, IEnumerable<JournalEntry> newer, string? slot)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(newer);
        var now = Now(record, slot);
        var then = new Dictionary<(Kind Kind, string Object, string Field), AgreedValue>(now);
        var torn = new HashSet<(Kind Kind, string Object, string Field)>();
        foreach (var change in newer.SelectMany(line => line.Agreed))
        {
            var field = (change.Kind, change.Object, change.Field);
            if (!then.TryGetValue(field, out var known))
            {
                continue;
            }

            // What is agreed came from somewhere else than the journal tells (another mapping), or there was no document then: further back nothing is certain.
            if (known != change.To || change is { Field: FieldNames.Active, From.Sanity: null })
            {
                torn.Add(field);
            }
            else if (!torn.Contains(field))
            {
                then[field] = change.From;
            }
        }

        return new Earlier(
            [.. then.Where(field => field.Value != now[field.Key]).Where(field => !torn.Contains(field.Key)).Select(field => new AgreedChange(field.Key.Kind, field.Key.Object, field.Key.Field, now[field.Key], field.Value)).OrderBy(change => change.Kind).ThenBy(change => change.Object, StringComparer.Ordinal).ThenBy(change => change.Field, StringComparer.Ordinal)],
            [.. torn.Select(field => field.Kind == Kind.Product ? field.Field : $"{field.Object} {field.Field}").Order(StringComparer.Ordinal)]);
    }

    private static Dictionary<(Kind Kind, string Object, string Field), AgreedValue> Now(ProductRecord record, string? slot) => new(
    [
        .. slot is null ? record.Agreed.Select(field => KeyValuePair.Create((Kind.Product, record.Key.DocumentId, field.Key), field.Value)) : [],
        .. from price in record.Slots
           where !price.IsGone && (slot is null || price.Slot == slot)
           from field in price.Agreed
           select KeyValuePair.Create((Kind.Price, price.Slot, field.Key), field.Value),
    ]);
}

/// <summary>What was agreed earlier.</summary>
/// <param name="Changes">The fields on which both sides agreed otherwise, each with what is agreed now and what was then.</param>
/// <param name="Uncertain">Fields of which the journal does not tell without a gap.</param>
public sealed record Earlier(ImmutableArray<AgreedChange> Changes, ImmutableArray<string> Uncertain);
