using System.Collections.Immutable;
using System.Globalization;

namespace Tandem.Core.Tests.Planning;

/// <summary>Where a pass is cut off.</summary>
internal enum Cut
{
    /// <summary>Right before a write is sent: its intent is on disk, nothing was done.</summary>
    BeforeSend,

    /// <summary>Right after the write took effect: its answer is lost.</summary>
    AfterEffect,
}

/// <summary>Both worlds of one product, and the engine's pass between them in pure form: observe, plan, apply, record.</summary>
internal sealed class Pair
{
    public const string Product = "mug";
    private const int MostRounds = 6;

    private readonly List<Intent> _intents = [];
    private readonly HashSet<(string Object, string Field)> _bars = [];
    private int _sequence;
    private bool _gap;
    private bool _isDisturbed;

    public Pair(Policy policy) => Policy = policy;

    /// <summary>A pair that is where another one is, at rest: nothing of it is under way.</summary>
    public Pair(Policy policy, Pair rested)
        : this(policy)
    {
        (Record, Sanity, Stripe, _sequence) = (rested.Record, new SanityWorld(rested.Sanity), new StripeWorld(rested.Stripe), rested._sequence);
    }

    public static ProductKey Key { get; } = new("shop", Product);

    public Policy Policy { get; }

    public SanityWorld Sanity { get; } = new();

    public StripeWorld Stripe { get; } = new();

    public ProductRecord Record { get; private set; } = new() { Key = Key };

    /// <summary>Every conflict of every finished plan.</summary>
    public List<Conflict> Kept { get; } = [];

    /// <summary>What happened, for people who read a failing case.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Whether nobody reads along: no story, and every plan is made once.</summary>
    public bool IsQuiet { get; init; }

    /// <summary>How many rounds of the game were played.</summary>
    public int Rounds { get; set; }

    public int Writes { get; private set; }

    /// <summary>Edits in Stripe that a write of ours overtook, not settled yet.</summary>
    public List<OvertakenEdit> Overtaken { get; } = [];

    /// <summary>The Stripe product that the record links.</summary>
    public Item? Linked => Record.StripeId is { } id ? Stripe.Products.GetValueOrDefault(id) : null;

    /// <summary>Something that happens in the other worlds right before the n-th write of the next pass.</summary>
    public (int Write, Action Act)? Meanwhile { get; set; }

    /// <summary>Forgets everything, as if the database had been deleted.</summary>
    public void LoseState()
    {
        Record = new ProductRecord { Key = Key };
        _intents.Clear();
        Overtaken.Clear();
    }

    public Plan Plan()
    {
        var situation = See();
        var plan = Planner.Plan(situation);
        if (IsQuiet)
        {
            return plan;
        }

        Assert.Equal(PlanPrint.Of(plan), PlanPrint.Of(Planner.Plan(situation)));
        return plan;
    }

    /// <summary>One whole pass. Returns the last plan, or null when it was cut off.</summary>
    public Plan? Sync(int cutAt = int.MaxValue, Cut cut = Cut.BeforeSend)
    {
        _bars.Clear();
        _gap = _isDisturbed = false;
        var sent = 0;
        var wasSellable = Sellable();
        for (var round = 0; round < MostRounds; round++)
        {
            var plan = Plan();
            var open = _intents.Where(intent => intent.State == IntentState.Open).ToList();
            var seen = See();
            var pending = Recorder.Pending(Record, plan);
            var applied = new List<AppliedChange>();
            var began = new List<Intent>();
            var isStopped = false;

            // The loser of a conflict is in the journal before the first write is sent.
            Kept.AddRange(plan.Conflicts);
            foreach (var changes in Sends(plan))
            {
                var mirrored = changes.Select(change => Mirrored(change, plan, applied)).ToImmutableArray();
                var intent = Begin(mirrored, open, began);
                Record = pending;
                if (Meanwhile is { } meanwhile && meanwhile.Write == sent)
                {
                    Meanwhile = null;
                    _isDisturbed = true;
                    Story.Add("  meanwhile:");
                    meanwhile.Act();
                }

                if (sent == cutAt && cut == Cut.BeforeSend)
                {
                    Story.Add("  cut before the send");
                    return null;
                }

                var outcome = Send(mirrored, plan, applied, intent);
                if (outcome is null)
                {
                    Replace(intent with { State = IntentState.Refused });
                    isStopped = true;
                    break;
                }

                Writes += mirrored.Length;
                if (sent++ == cutAt)
                {
                    Story.Add("  cut after the effect");
                    return null;
                }

                applied.AddRange(outcome);
            }

            if (isStopped)
            {
                continue;
            }

            Finish(plan, applied, open, began, seen);
            Assert.False(wasSellable && _gap && Sellable() && !_isDisturbed, "for a moment the product had no price that it could be sold by");
            return plan;
        }

        throw new InvalidOperationException("The pass does not come to an end.");
    }

    /// <summary>Writes that were given up arrive after all, as far as the vendors still take them. Says whether one did.</summary>
    public bool ArriveLate()
    {
        var arrived = 0;
        foreach (var intent in _intents.Where(intent => intent is { State: IntentState.Superseded, IsSeen: false }))
        {
            if ((intent.Side == Side.Sanity || Stripe.Takes(intent.Changes[0])) && Send(intent.Changes, slot => Record.Slot(slot)?.PriceId) is not null)
            {
                Tell(intent.Changes.Select(change => $"  arrives late: {PlanPrint.Of(change)}"));
                arrived++;
            }
        }

        return arrived > 0;
    }

    private IReadOnlyList<AppliedChange>? Send(ImmutableArray<Change> changes, Func<string, string?> priceOf)
    {
        try
        {
            return changes[0].Side == Side.Sanity ? Sanity.Apply(changes) : Stripe.Apply(changes[0], priceOf) is { } answer ? [answer] : null;
        }
        catch (RefusedException)
        {
            return null;
        }
    }

    private static IEnumerable<ImmutableArray<Change>> Sends(Plan plan)
    {
        foreach (var change in plan.Changes.Where(change => change.Side == Side.Stripe))
        {
            yield return [change];
        }

        if (plan.Changes.Where(change => change.Side == Side.Sanity).ToImmutableArray() is { IsEmpty: false } documents)
        {
            yield return documents;
        }
    }

    /// <summary>What the planner is given now.</summary>
    public Situation See()
    {
        var sanity = Sanity.Observe(Record);
        var asked = Record.StripeId ?? sanity.Product?.Mirror ?? Key.BornAs;
        return new Situation
        {
            Record = Record,
            Sanity = Barred(sanity),
            Stripe = Stripe.Observe(Record, asked),
            Intents = [.. _intents.Where(intent => intent.IsUnrecorded || intent is { State: IntentState.Superseded, IsSeen: false })],
            Overtaken = [.. Overtaken],
            Policy = Policy,
        };
    }

    private Intent Begin(ImmutableArray<Change> changes, List<Intent> open, List<Intent> began)
    {
        var operation = string.Join(";", changes.Select(PlanPrint.Of));
        var intent = open.FirstOrDefault(intent => intent.Operation == operation) ?? new Intent
        {
            Token = (++_sequence).ToString(CultureInfo.InvariantCulture), Key = Key, Side = changes[0].Side, Changes = changes, Operation = operation, At = default,
        };
        began.Add(intent);
        if (!_intents.Contains(intent))
        {
            _intents.Add(intent);
        }

        return intent;
    }

    private IReadOnlyList<AppliedChange>? Send(ImmutableArray<Change> changes, Plan plan, List<AppliedChange> applied, Intent intent)
    {
        Tell(changes.Select(change => $"  {PlanPrint.Of(change)}"));
        if (changes[0].Side == Side.Sanity)
        {
            return Sanity.Apply(changes);
        }

        try
        {
            Hear(intent, changes[0]);
            if (Stripe.Apply(changes[0], slot => PriceOf(slot, plan, applied)) is not { } answer)
            {
                return null;
            }

            _gap |= IsOnSale() && !Sellable();
            return [answer];
        }
        catch (RefusedException refused) when (refused.Field == FieldNames.LookupKey || _isDisturbed)
        {
            Story.Add($"  Stripe refuses: {refused.Message}");
            _bars.Add((changes[0].Slot ?? Product, refused.Field));
            return null;
        }
    }

    // The event of a write tells what it replaced; the engine compares that with what it had observed.
    private void Hear(Intent intent, Change change)
    {
        if (change is Change.Update update && (update.Kind == Kind.Product ? Stripe.Products : Stripe.Prices).TryGetValue(update.Id, out var item))
        {
            var previous = update.Fields.Where(field => !Equals(item.Fields[field.Field], field.To)).Select(field => (field.Field, item.Fields[field.Field]));
            foreach (var edit in Echo.Overtaken(intent, Record, new ObjectId(Side.Stripe, update.Kind, update.Id), previous))
            {
                Story.Add($"  overtaken: {edit.Field} {edit.Value}");
                Overtaken.Add(edit with { Id = ++_sequence });
            }
        }
    }

    private void Finish(Plan plan, List<AppliedChange> applied, List<Intent> open, List<Intent> began, Situation seen)
    {
        Record = Recorder.Record(plan, applied);
        Tell(plan.Conflicts.Select(conflict => $"  conflict: {conflict}"));
        Tell(plan.Refusals.Select(refusal => $"  refused: {refusal}"));
        Tell(plan.Held.Select(held => $"  held: {held}"));
        Overtaken.RemoveAll(edit => plan.Settled.Contains(edit.Id));
        foreach (var intent in began)
        {
            Replace(intent with { State = IntentState.Done });
        }

        foreach (var intent in _intents.Where(intent => !began.Any(one => one.Token == intent.Token)).ToList())
        {
            if (plan.LateTokens.Contains(intent.Token))
            {
                Replace(intent with { IsSeen = true });
            }
            else if (intent.State == IntentState.Open && open.Contains(intent))
            {
                var isShown = Recorder.IsShown(intent, intent.Side == Side.Sanity ? seen.Sanity : seen.Stripe);
                Replace(intent with { State = isShown ? IntentState.Done : IntentState.Superseded });
            }
        }
    }

    private void Tell(IEnumerable<string> lines)
    {
        if (!IsQuiet)
        {
            Story.AddRange(lines);
        }
    }

    private void Replace(Intent intent)
    {
        var index = _intents.FindIndex(known => known.Token == intent.Token);
        _intents[index] = intent;
    }

    private Observation Barred(Observation sanity) => _bars.Count == 0 ? sanity : sanity with
    {
        Product = sanity.Product is null ? null : sanity.Product with
        {
            Refused = _bars.Where(bar => bar.Object == Product).Aggregate(sanity.Product.Refused, (all, bar) => all.SetItem(bar.Field, "is refused")),
        },
        Prices = [.. sanity.Prices.Select(price => price with
        {
            Refused = _bars.Where(bar => bar.Object == price.Id).Aggregate(price.Refused, (all, bar) => all.SetItem(bar.Field, "is refused")),
        })],
    };

    private static string? PriceOf(string slot, Plan plan, List<AppliedChange> applied) =>
        applied.LastOrDefault(one => one is { Price: not null, Change: Change.Create { Side: Side.Stripe } } && one.Change.Slot == slot)?.Price!.Id
        ?? plan.Next.Slot(slot)?.PriceId;

    private static Change Mirrored(Change change, Plan plan, List<AppliedChange> applied) =>
        change is Change.Update { MirrorsPrice: true } update && PriceOf(update.Slot!, plan, applied) is { } id
            ? update with { Mirror = id, Drafts = [.. update.Drafts.Select(draft => draft with { Mirror = id })] }
            : change;

    private bool IsOnSale() => Linked is { } product && StripeWorld.IsActive(product);

    private bool Sellable() => IsOnSale() && Stripe.PricesOf(Linked!.Id).Any(StripeWorld.IsActive);
}
