using System.Globalization;
using Tandem.Core;

namespace Tandem.Simulation;

/// <summary>How the edits of a schedule ended, and what was let pass for a reason.</summary>
internal sealed record Verdicts
{
    public int Edits { get; set; }

    /// <summary>Edits that both sides showed.</summary>
    public int Shown { get; set; }

    /// <summary>Edits that a later one of the same side and field replaced before they could travel.</summary>
    public int Replaced { get; set; }

    /// <summary>Edits whose value a conflict keeps.</summary>
    public int Kept { get; set; }

    /// <summary>Edits of what is parked, in an open conflict, or waits for a person.</summary>
    public int Waiting { get; set; }

    /// <summary>Edits of objects that are gone, or that are no object's counterpart any more.</summary>
    public int Gone { get; set; }

    /// <summary>Stale publishes, returns to an agreed value, and edits of a field that does not travel that way.</summary>
    public int Lenient { get; set; }
}

/// <summary>At the end, when all is quiet: is every acknowledged webhook there, are both sides equal, and what became of every edit?</summary>
internal sealed class Judge(Universe universe)
{
    private readonly Excuses _excuses = new(universe);

    /// <summary>Judges; throws the first broken promise.</summary>
    public Verdicts Decide()
    {
        Delivered();
        new Convergence(universe, _excuses).Check();
        Doubled();
        Resurrected();
        var verdicts = new Verdicts();
        foreach (var edit in universe.Ledger.Edits)
        {
            verdicts.Edits++;
            Count(verdicts, edit);
        }

        return verdicts;
    }

    private void Delivered()
    {
        var stored = universe.Database.Texts("SELECT side || ' ' || id FROM delivery").ToHashSet(StringComparer.Ordinal);
        foreach (var (side, id) in universe.Postman.Acknowledged.Where(delivery => !stored.Contains($"{delivery.Side.ToString().ToLowerInvariant()} {delivery.Id}")))
        {
            throw new ViolationException("LOST DELIVERY", $"{side} {id} was acknowledged and is not in the inbox");
        }
    }

    // One price for each intended amount: the service never makes two that say the same for one slot of one product.
    private void Doubled()
    {
        var made = universe.Stripe.Dashboard.Prices.Where(price => price["metadata"]?["sync_op"] is not null)
            .Select(price => (Item: Item.OfStripe(price), Operation: (string?)price["metadata"]!["sync_op"]))
            .Where(price => price.Item.IsActive || !universe.Twins.Contains(price.Item.Id)).ToList();
        foreach (var twins in made.Select(price => price.Item).Where(price => price.Mirror is not null).GroupBy(price => (price.Mirror, price.Product, price["unit_amount"], price["currency"], price["recurring"], price["scheme"], price["also"], price["tax_behavior"])).Where(group => group.Count() > 1))
        {
            throw new ViolationException("DUPLICATE PRICE", string.Join(", ", twins.Select(price => price.ToString())));
        }

        foreach (var twins in made.GroupBy(price => price.Operation).Where(group => group.Count() > 1))
        {
            throw new ViolationException("DUPLICATE PRICE", $"made by one operation: {string.Join(", ", twins.Select(price => price.Item.ToString()))}");
        }
    }

    private void Resurrected()
    {
        foreach (var (edit, where, hadBeenShown) in universe.Ledger.Returned.Where(returned => !_excuses.IsKept(returned.Edit)))
        {
            var shown = where.Side == Side.Sanity ? universe.Ledger.Documents : universe.Ledger.Objects;
            var isMeant = universe.Ledger.Revived.Contains(where.Id) || universe.Ledger.Of(edit.Pair, edit.Field).Any(later => later.Number > edit.Number && later.Value == edit.Value);

            // Written from what was read before it was replaced, over an edit of that moment: a person is asked which is right.
            isMeant |= _excuses.InConflict(edit.Pair, edit.Field);

            // Or its document went in that moment, so that nothing corrects it; a product whose archive waits for a person shows it until then.
            isMeant |= where.Side == Side.Stripe && !universe.Ledger.Documents.ContainsKey(edit.Pair);
            if (hadBeenShown || (!isMeant && shown.TryGetValue(where.Id, out var item) && item.IsActive && item[edit.Field] == edit.Value))
            {
                throw new ViolationException("RESURRECTED", string.Create(CultureInfo.InvariantCulture, $"{edit} had been replaced on both sides, and was written to {where.Side} {where.Id} again"));
            }
        }
    }

    private void Count(Verdicts verdicts, Edit edit)
    {
        if (edit.IsCarried)
        {
            verdicts.Shown++;
        }
        else if (!universe.Setting.MayTravel(edit.Field, edit.Side))
        {
            verdicts.Lenient++;
        }
        else if (edit.IsStale || edit.IsReturn || edit.IsForgotten || edit.IsUnseen)
        {
            verdicts.Lenient++;
        }
        else if (universe.Ledger.Edits.Any(later => later.Number > edit.Number && later.Side == edit.Side && later.Object == edit.Object && later.Field == edit.Field))
        {
            verdicts.Replaced++;
        }
        else if (_excuses.IsKept(edit))
        {
            verdicts.Kept++;
        }
        else if (IsGone(edit))
        {
            verdicts.Gone++;
        }
        else if (_excuses.Waits(edit.Pair, edit.Field) || _excuses.IsLeftAlone(edit.Pair))
        {
            verdicts.Waiting++;
        }
        else
        {
            throw new ViolationException("LOST", $"{edit}; Sanity shows {universe.Ledger.Documents.GetValueOrDefault(edit.Pair)}, Stripe {string.Join(" and ", universe.Ledger.CounterpartsOf(edit.Pair))}");
        }
    }

    // Deleted since; or a Stripe price that its slot does not show any more; or without a counterpart that could show it (Convergence says whether that is right).
    private bool IsGone(Edit edit)
    {
        var ledger = universe.Ledger;
        if (edit.IsDeleted || edit.IsAside || !ledger.Documents.TryGetValue(edit.Pair, out var document))
        {
            return true;
        }

        return edit.Side == Side.Stripe
            ? !ledger.Objects.TryGetValue(edit.Object, out var own) || document.Mirror != edit.Object || ledger.HasMoved(document, own)
            : document.Mirror is null || !ledger.Objects.TryGetValue(document.Mirror, out var counterpart) || ledger.PairOf(counterpart) != edit.Pair || ledger.HasMoved(document, counterpart);
    }
}
