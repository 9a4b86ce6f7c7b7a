using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>
/// Decides after each pass what became of every edit: shown on both sides, replaced by a later edit of the same person's side, or kept in a
/// conflict. Anything else is lost.
/// </summary>
internal sealed class Fates(Pair pair, Player player)
{
    private int _judgedConflicts;
    private int _taken;
    private int _judged;
    private readonly List<Edit> _pending = [];
    private Dictionary<(string Object, string Field, string? On), FieldValue?> _shown = [];
    private ProductRecord _before = new() { Key = Pair.Key };

    /// <summary>Looks at what a pass came to; edits that came in the middle of it are for the next one.</summary>
    public void Settle(Plan plan) => Judge(plan, isFinal: false);

    /// <summary>Looks at what a pass came to that nothing disturbed: every edit must have had its due.</summary>
    public void Judge(Plan plan) => Judge(plan, isFinal: true);

    private void Judge(Plan plan, bool isFinal)
    {
        Take();
        if (isFinal)
        {
            NothingElseChanged(player.Edits.Skip(_judged));
            _judged = player.Edits.Count;
        }

        var kept = pair.Kept.Skip(_judgedConflicts).ToList();
        _judgedConflicts = pair.Kept.Count;
        foreach (var edit in _pending.ToList())
        {
            if (IsOver(edit, kept, plan, isFinal))
            {
                _pending.Remove(edit);
            }
        }
    }

    // What nobody edited shows the same as before, on both sides: nothing is invented, cleared or brought back.
    private void NothingElseChanged(IEnumerable<Edit> fresh)
    {
        var now = InStep();
        var edited = fresh.Concat(_pending).ToList();
        foreach (var (place, value) in now)
        {
            var isEdited = edited.Any(edit => (edit.Field == place.Field || edit.Field == Edit.Everything)
                && (edit.Object == place.Object || pair.Record.SlotOfPrice(edit.Object)?.Slot == place.Object));
            if (!isEdited && _shown.TryGetValue(place, out var before))
            {
                Assert.True(Equals(before, value), $"CHANGED BY NOBODY: {place.Field} of {place.Object}: {before} → {value}");
            }
        }

        _shown = now;
    }

    private Dictionary<(string Object, string Field, string? On), FieldValue?> InStep()
    {
        var shown = new Dictionary<(string, string, string?), FieldValue?>();
        var objects = pair.Record.Slots.Where(slot => !slot.IsGone).Select(slot => (slot.Slot, Kind.Price)).Append((Pair.Product, Kind.Product));
        foreach (var (name, kind) in objects)
        {
            if (pair.Record.Link == LinkState.Live && pair.Sanity.Docs.TryGetValue(name, out var doc) && (kind == Kind.Product || doc.ProductId == Pair.Product))
            {
                var item = kind == Kind.Product ? pair.Linked : pair.Record.Slot(name)!.PriceId is { } id ? pair.Stripe.Prices.GetValueOrDefault(id) : null;
                foreach (var rule in pair.Policy.RulesOf(kind).Where(rule => rule.Field is not (FieldNames.Active or FieldNames.DefaultPrice) && Equals(doc.Fields[rule.Field], item?.Fields[rule.Field])))
                {
                    shown[(name, rule.Field, pair.Record.StripeId)] = doc.Fields[rule.Field];
                }
            }
        }

        return shown;
    }

    /// <summary>Takes the new edits over; one that an editor of the same side has replaced since is done.</summary>
    public void Take()
    {
        foreach (var edit in player.Edits.Skip(_taken))
        {
            _pending.RemoveAll(old => old.Side == edit.Side && old.Object == edit.Object && (old.Field == edit.Field || edit.Field == Edit.Everything));
            if (edit.Field != Edit.Everything && !IsUndone(edit) && !IsOnFormer(edit))
            {
                _pending.Add(edit);
            }
        }

        _taken = player.Edits.Count;
        _before = pair.Record;
    }

    // On a former price of a slot, or on one that we have just made and not recorded: the journal keeps what our next write replaces.
    private bool IsOnFormer(Edit edit) =>
        edit is { Side: Side.Stripe, Object: not Pair.Product }
        && (_before.SlotOfPrice(edit.Object) is { } slot ? slot.PriceId != edit.Object : pair.Stripe.Prices.GetValueOrDefault(edit.Object)?.Operation is not null);

    // Back to what that side showed when both were last in step: nobody can tell that from no edit.
    private bool IsUndone(Edit edit)
    {
        var agreed = edit.Object == Pair.Product ? _before.Agreed
            : (edit.Side == Side.Sanity ? _before.Slot(edit.Object) : _before.SlotOfPrice(edit.Object))?.Agreed;
        if (edit.Value is null && agreed?.ContainsKey(edit.Field) != true)
        {
            // Unset is no statement at first contact.
            return true;
        }

        return agreed is not null && agreed.TryGetValue(edit.Field, out var known)
            && Equals(SanityWorld.Told(edit.Field, known.On(edit.Side)), SanityWorld.Told(edit.Field, edit.Value));
    }

    private bool IsOver(Edit edit, List<Conflict> kept, Plan plan, bool isFinal)
    {
        if (edit.Field == FieldNames.DefaultPrice)
        {
            return true;
        }

        var isProduct = edit.Object == Pair.Product;
        var slot = isProduct ? null : edit.Side == Side.Sanity ? edit.Object : pair.Record.SlotOfPrice(edit.Object)?.Slot;
        var name = isProduct ? Pair.Product : slot;
        var doc = name is null ? null : pair.Sanity.Docs.GetValueOrDefault(name);
        var item = isProduct ? pair.Linked : slot is not null && pair.Record.Slot(slot)?.PriceId is { } id ? pair.Stripe.Prices.GetValueOrDefault(id) : null;

        // What has no counterpart (deleted, moved, archived and not imported) is no matter of fields.
        if (doc is null || item is null || (!isProduct && doc.ProductId != Pair.Product) || !pair.Sanity.Docs.ContainsKey(Pair.Product)
            || pair.Record.Link != LinkState.Live || (edit.On is not null && item.Id != edit.On))
        {
            return true;
        }

        var (sanity, stripe, value) = (SanityWorld.Told(edit.Field, doc.Fields[edit.Field]), SanityWorld.Told(edit.Field, item.Fields[edit.Field]), SanityWorld.Told(edit.Field, edit.Value));
        var agreed = (isProduct ? pair.Record.Agreed : pair.Record.Slot(slot!)!.Agreed).GetValueOrDefault(edit.Field);
        if ((Equals(sanity, value) && Equals(stripe, value)) || (Equals(agreed.Sanity, value) && Equals(agreed.Stripe, value)))
        {
            return true;
        }

        if (kept.Any(conflict => conflict.Object == name && conflict.Field == edit.Field
            && (Equals(SanityWorld.Told(edit.Field, conflict.Sanity), value) || Equals(SanityWorld.Told(edit.Field, conflict.Stripe), value))))
        {
            return true;
        }

        if (!isFinal)
        {
            return false;
        }

        Assert.True(Equals(edit.Side == Side.Sanity ? sanity : stripe, value), $"LOST: {edit} (Sanity {sanity}, Stripe {stripe})");
        var waits = plan.Refusals.Any() || plan.Held.Any() || plan.Conflicts.Any(conflict => conflict.Field == "*" && conflict.Object == name);
        Assert.True(waits, $"NOT CARRIED: {edit} (Sanity {sanity}, Stripe {stripe})");
        return false;
    }
}
