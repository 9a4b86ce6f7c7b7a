namespace Tandem.Core;

/// <summary>Where a write in Stripe stands in the order that keeps an active product sellable.</summary>
internal enum Step
{
    /// <summary>A product that is made, or archived as a whole, comes before anything else of it.</summary>
    ProductFirst,

    /// <summary>Prices that are made or become active.</summary>
    PricesIn,

    /// <summary>The product's own fields and its default price.</summary>
    ProductThen,

    /// <summary>Prices that are archived, and what else changes on prices.</summary>
    PricesOut,
}

/// <summary>Collects what a plan will hold, in the order in which it must be done.</summary>
internal sealed class PlanBuilder(Situation situation)
{
    private readonly List<(Step Step, Change Change)> _stripe = [];
    private readonly List<Change> _sanity = [];

    public Situation Situation { get; } = situation;

    public ProductRecord Next { get; set; } = situation.Record;

    public List<Conflict> Conflicts { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    public List<HeldChange> Held { get; } = [];

    public List<string> Notes { get; } = [];

    public List<ReleasedSlot> Released { get; } = [];

    public List<long> Settled { get; } = [];

    public HashSet<string> LateTokens { get; } = new(StringComparer.Ordinal);

    public bool UndoWaits { get; set; }

    public int Archives { get; set; }

    public bool RestsOnAbsence { get; set; }

    public void InStripe(Step step, Change change) => _stripe.Add((step, change));

    public void InSanity(Change change) => _sanity.Add(change);

    public void Refuse(Side side, string id, string field, string message) => Refusals.Add(new Refusal(side, id, field, message));

    /// <summary>What a person said of a change that is held, unless it is another one by now.</summary>
    public Ruling RulingOn(HeldChange held) => Situation.Held.FirstOrDefault(known => known.IsSame(held))?.Ruling ?? Ruling.None;

    /// <summary>Holds a change for the word of a person; false when somebody has let it go ahead.</summary>
    public bool Holds(HeldChange held)
    {
        if (RulingOn(held) == Ruling.Released)
        {
            return false;
        }

        Held.Add(held);
        return true;
    }

    /// <summary>Takes over what another builder was told while something was tried.</summary>
    public void Take(PlanBuilder tried)
    {
        Conflicts.AddRange(tried.Conflicts);
        Refusals.AddRange(tried.Refusals);
        Held.AddRange(tried.Held);
        Settled.AddRange(tried.Settled);
        LateTokens.UnionWith(tried.LateTokens);
    }

    public Plan Build() => new()
    {
        Key = Situation.Key,
        Changes = [.. _stripe.OrderBy(entry => entry.Step).Select(entry => entry.Change), .. _sanity],
        Conflicts = [.. Conflicts],
        Refusals = [.. Refusals],
        Held = [.. Held],
        Notes = [.. Notes],
        Released = [.. Released.Distinct()],
        Settled = [.. Settled],
        LateTokens = [.. LateTokens.Order(StringComparer.Ordinal)],
        UndoWaits = UndoWaits,
        Archives = Archives,
        RestsOnAbsence = RestsOnAbsence,
        Next = Next,
    };
}
