using Tandem.Core;

namespace Tandem.Engine;

/// <summary>A product or price as a pass found it, for the status of its document.</summary>
/// <param name="Found">What the pass found.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Name">The document's id, or the slot of a price that is a part of its product's document.</param>
internal sealed record StatusSubject(Findings Found, Kind Kind, string Name)
{
    private ProductRecord Record => Found.Record;

    /// <summary>What is remembered of a price.</summary>
    public SlotRecord? Slot => Kind == Kind.Price ? Record.Slot(Name) : null;

    /// <summary>The Stripe object.</summary>
    public string? StripeId => Kind == Kind.Price ? (IsDeletedInStripe ? null : Slot?.PriceId) : Record.Lost == TombstoneCause.StripeGone ? null : Record.StripeId;

    /// <summary>Whether it is a price that somebody deleted in Stripe, so that its document stays, switched off.</summary>
    public bool IsDeletedInStripe => Slot?.Agreed.TryGetValue(FieldNames.Active, out var agreed) == true && agreed == new AgreedValue(new FieldValue.Flag(false), null);

    /// <summary>Whether there is a published document.</summary>
    public bool HasDocument => Document is not null || Found.Written.Any(written => written.Change is Change.Create { Side: Side.Sanity } made && made.Id == Name);

    /// <summary>Whether it is a price inside of its product's document.</summary>
    public bool IsPart => Kind == Kind.Price && (SanityPrice?.IsEmbedded ?? Found.Written.Any(written => written.Change is Change.Create { Side: Side.Sanity } made && made.Id == Name && written.Price?.IsEmbedded == true));

    /// <summary>Whether the document asks to be left alone.</summary>
    public bool IsLeftAlone => Found.Observed.Sanity.Product?.IsLeftAlone == true || SanityPrice?.IsLeftAlone == true;

    /// <summary>What the document shows.</summary>
    public Fields Sanity => Document ?? Fields.None;

    /// <summary>What Stripe shows.</summary>
    public Fields Stripe => (Kind == Kind.Product ? Found.Observed.Stripe.Product?.Fields : StripePrices.FirstOrDefault(price => price.Id == StripeId)?.Fields) ?? Fields.None;

    /// <summary>Every Stripe price that the pass saw or wrote, as it was seen last.</summary>
    public IEnumerable<PriceView> StripePrices => Found.Written.Where(written => written.Change.Side == Side.Stripe).Select(written => written.Price).OfType<PriceView>().Reverse()
        .Concat(Found.Observed.Stripe.Prices).DistinctBy(price => price.Id);

    /// <summary>What cannot be carried of it.</summary>
    public IEnumerable<Refusal> Refusals => Found.Plan.Refusals.Where(refusal => IsAbout(refusal.Side, refusal.Object));

    /// <summary>What of it waits for somebody's word.</summary>
    public IEnumerable<HeldChange> Held => Found.Plan.Held.Where(held => IsAbout(held.Side, held.Object));

    /// <summary>Conflicts that somebody has to decide.</summary>
    public IEnumerable<Conflict> Conflicts => Found.Plan.Conflicts.Where(conflict => conflict.Winner == Winner.Ask && conflict.Kind == Kind && conflict.Object == Name);

    /// <summary>Whether this pass has written to it, on either side.</summary>
    public bool IsWritten => Found.Written.Any(written => Concerns(written.Change));

    /// <summary>What is planned for it and not written yet.</summary>
    public IEnumerable<Change.Update> Missing => Found.IsFinished
        ? []
        : Found.Plan.Changes.OfType<Change.Update>().Where(change => Concerns(change) && !Found.Written.Any(written => ReferenceEquals(written.Change, change)));

    /// <summary>What both sides showed of a field when they were last in step.</summary>
    public FieldValue? Agreed(string field)
    {
        var agreed = Kind == Kind.Product ? Record.Agreed : Slot?.Agreed ?? ProductRecord.NoneAgreed;
        return agreed.TryGetValue(field, out var value) ? value.Sanity : null;
    }

    private Fields? Document => Kind == Kind.Product
        ? Found.Observed.Sanity.Product is { } product && product.Id == Name ? product.Fields : null
        : SanityPrice?.Fields;

    private PriceView? SanityPrice => Found.Observed.Sanity.Prices.FirstOrDefault(price => price.Id == Name);

    private bool IsAbout(Side side, string id) => id == Name || (Kind == Kind.Product
        ? id == (Found.Observed.Stripe.Product?.Id ?? Record.StripeId)
        : side == Side.Stripe && Record.SlotOfPrice(id)?.Slot == Name);

    private bool Concerns(Change change) => change.Kind == Kind && (Kind == Kind.Product || change.Slot == Name);
}
