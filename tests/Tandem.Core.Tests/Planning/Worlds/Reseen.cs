using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>A situation as it would look if it had been observed otherwise.</summary>
internal static class Reseen
{
    /// <summary>What the revisions of rewritten documents end with.</summary>
    public const string Again = "-again!";

    /// <summary>
    /// Every document was published again without a change; and beside it somebody tells of objects that are none of this product's, and of a write that was given
    /// up and never arrived.
    /// </summary>
    public static Situation WithNothingNew(Situation seen)
    {
        var nobody = new FieldValue.Text("nobody's");
        var given = new Intent
        {
            Token = "nobody's", Key = seen.Key, Side = Side.Stripe, State = IntentState.Superseded, Operation = "nobody's", At = default,
            Changes =
            [
                .. seen.Record.StripeId is { } id ? [Write(Kind.Product, id, FieldNames.Description)] : Array.Empty<Change>(),
                .. seen.Record.Slots.Where(slot => slot.PriceId is not null).Select(slot => Write(Kind.Price, slot.PriceId!, FieldNames.Nickname)),
            ],
        };
        return seen with
        {
            Sanity = seen.Sanity with
            {
                Product = seen.Sanity.Product is { } product ? product with { Revision = product.Revision + Again } : null,
                Prices = [.. seen.Sanity.Prices.Select(price => price with { Revision = price.Revision + Again })],
                Gone = seen.Sanity.Gone.Add("nobody's"),
            },
            Stripe = seen.Stripe with { Gone = seen.Stripe.Gone.Add("nobody's") },
            Intents = [given, .. seen.Intents],
            Overtaken = [new OvertakenEdit(-1, new ObjectId(Side.Stripe, Kind.Product, "nobody's"), FieldNames.Name, nobody), .. seen.Overtaken],
        };

        Change Write(Kind kind, string id, string field) => new Change.Update { Side = Side.Stripe, Kind = kind, Id = id, Reason = "r", Fields = [new FieldChange(field, null, nobody)] };
    }

    /// <summary>The same objects, listed the other way round; one each is an order of its own.</summary>
    public static IEnumerable<Situation> Shuffled(Situation seen)
    {
        if (seen.Sanity.Prices.Length > 1 || seen.Stripe.Prices.Length > 1)
        {
            yield return seen with
            {
                Sanity = seen.Sanity with { Prices = [.. seen.Sanity.Prices.Reverse()] },
                Stripe = seen.Stripe with { Prices = [.. seen.Stripe.Prices.Reverse()] },
            };
        }

        if (seen.Stripe.Prices.Length > 2)
        {
            yield return seen with { Stripe = seen.Stripe with { Prices = [.. seen.Stripe.Prices[1..], seen.Stripe.Prices[0]] } };
        }
    }

    /// <summary>A plan without its order: what is said and done, however it is lined up.</summary>
    public static string Unordered(Plan plan)
    {
        // New documents join prices[] as they were listed.
        var lined = plan with { Changes = [.. plan.Changes.Select(change => change is Change.Update update ? update with { AddPrices = update.AddPrices.Sort(StringComparer.Ordinal) } : change)] };
        return string.Join('\n', PlanPrint.Of(lined).Split('\n').Order(StringComparer.Ordinal));
    }

    /// <summary>Parts of it are missing, held, refused or forgotten, as the bits of a number say.</summary>
    public static Situation Torn(Situation seen, int bits)
    {
        var record = seen.Record;
        bool Is(int bit) => (bits >> bit & 1) == 1;
        Observation Part(Observation side, int at) => side with
        {
            Product = Is(at) && Is(at + 1) ? null : side.Product is { } product && Is(at + 2) && Is(at + 3) ? product with { Refused = Refused(product.Fields) } : side.Product,
            Prices = Is(at + 4) ? [.. side.Prices.Skip(1)] : Is(at + 5) ? [.. side.Prices.Select(price => price with { Refused = Refused(price.Fields) })] : side.Prices,
            Gone = Is(at + 6) ? [] : Is(at + 7) ? side.Gone.Union([record.Key.DocumentId, record.StripeId ?? ""]) : side.Gone,
        };
        return seen with
        {
            Sanity = Part(seen.Sanity, 0),
            Stripe = Part(seen.Stripe, 8),
            Creation = Is(16) ? Creation.Waits : Creation.Flows,
            Archiving = Is(17) ? Archiving.Held : Archiving.Flows,
            Intents = Is(18) ? [] : Is(19) ? [.. seen.Intents.Select(intent => intent with { State = (IntentState)(bits >> 20 & 3) })] : seen.Intents,
            Policy = seen.Policy with { ImportsArchivedPrices = Is(22) },
            Record = (bits >> 23 & 7) switch
            {
                0 => new ProductRecord { Key = record.Key },
                1 => record with { Link = LinkState.Pending },
                2 => record with { Link = LinkState.Tombstone, Lost = TombstoneCause.DocumentGone },
                3 => record with { Link = LinkState.Tombstone, Lost = TombstoneCause.StripeGone },
                4 => record with { Agreed = ProductRecord.NoneAgreed, Slots = [.. record.Slots.Skip(1)] },
                _ => record,
            },
        };
    }

    private static ImmutableSortedDictionary<string, string> Refused(Fields fields) => fields.Names.Take(1).Aggregate(ProductView.NoRefusals, (all, field) => all.SetItem(field, "is refused"));
}
