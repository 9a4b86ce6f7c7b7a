using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>One side of one connection, as the engine sees it. Both adapters implement it; neither knows the other.</summary>
/// <remarks>
/// No member throws for what a vendor does: every failure is a <see cref="CatalogFault"/>. The vendors' clients retry nothing by themselves;
/// the engine does, on its own clock. Only cancellation and bugs are exceptions.
/// </remarks>
public interface ICatalog
{
    /// <summary>Which side this is.</summary>
    Side Side { get; }

    /// <summary>Reads one product and its prices as they are now.</summary>
    Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation);

    /// <summary>Reads several products as they are now, each as <see cref="Observe(Question, CancellationToken)"/> shows it, with fewer calls where the vendor has a way.</summary>
    Task<Outcome<Observations>> Observe(ImmutableArray<Question> questions, CancellationToken cancellation);

    /// <summary>
    /// Shows one page of all products or of all prices, without asking for each: for a look at a whole catalogue. It proves no absence: what changes its shelf meanwhile may
    /// come twice or not at all. Stripe's newest come first.
    /// </summary>
    /// <param name="kind">What to show. Prices that are parts of their products' documents come with them.</param>
    /// <param name="shelf">Stripe lists what is on sale and what is archived apart; in Sanity everything is on the one shelf.</param>
    /// <param name="cursor">Where the page starts; null for the first one.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation);

    /// <summary>
    /// Makes ready what a write will need, before anything of it is written down or sent, and says what this side will show of it: pictures from elsewhere are brought
    /// into Sanity. It may be repeated. Most writes need nothing, and then nothing is asked of the vendor.
    /// </summary>
    Task<Outcome<Prepared>> Prepare(ImmutableArray<Change> changes, CancellationToken cancellation) => Task.FromResult<Outcome<Prepared>>(new Prepared(changes));

    /// <summary>
    /// Writes: one change in Stripe, or a new product with its default price; any number as one transaction in Sanity. Guarded by revisions in Sanity and idempotent
    /// by <see cref="Write.Token"/> on both sides.
    /// </summary>
    Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation);

    /// <summary>
    /// Asks to which product an object belongs, for an object that no record knows. An object that does not exist is answered with
    /// <see cref="CatalogFault.Gone"/>; one that names no product with null.
    /// </summary>
    Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation);

    /// <summary>
    /// Reads what changed since a cursor, oldest first, one page. A null cursor starts now: the page is empty and its cursor marks the present.
    /// A cursor that the vendor no longer knows is answered with <see cref="FeedPage.IsLost"/>.
    /// </summary>
    Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation);

    /// <summary>Lists every product that this side shows (Sanity: every price document too), one page, for a full compare.</summary>
    Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation);

    /// <summary>Says whose data the credentials open: proves them, and tells environments apart.</summary>
    Task<Outcome<Identity>> Identify(CancellationToken cancellation);
}

/// <summary>What to observe.</summary>
public sealed record Question
{
    /// <summary>The product's id on the asked side.</summary>
    public required string ProductId { get; init; }

    /// <summary>
    /// Prices that are expected: ids that are not found among the product's are asked for one by one, so that an absence is proven.
    /// </summary>
    public ImmutableArray<string> PriceIds { get; init; } = [];

    /// <summary>
    /// Whether prices that only a search would find are looked for too (Sanity: by reference to the product). Stripe always lists all.
    /// </summary>
    public Membership Membership { get; init; }

    /// <summary>
    /// Tokens of writes whose outcome is not known. Sanity says which of them were executed, whatever its documents show by now; Stripe's answer to a
    /// repetition tells, so that nothing is asked of it here.
    /// </summary>
    public ImmutableArray<string> Doubts { get; init; } = [];
}

/// <summary>How widely a product's prices are looked for.</summary>
public enum Membership
{
    /// <summary>The expected ids and those that the product itself names.</summary>
    Known,

    /// <summary>Everything that refers to the product.</summary>
    All,
}

/// <summary>A write to be sent.</summary>
/// <param name="Token">Stripe's idempotency key, or Sanity's transaction id (a UUID). Repeating a write with its token has no further effect.</param>
/// <param name="Changes">What to write.</param>
/// <param name="PriceIds">For Stripe: the Stripe price of each slot that a change's <c>default_price</c> may name.</param>
public sealed record Write(string Token, ImmutableArray<Change> Changes, ImmutableDictionary<string, string> PriceIds)
{
    /// <summary>Whether it stands for an edit in this very place, so that nothing says of it that it came from Stripe (<c>updatedFromStripe</c>).</summary>
    public bool IsEdit { get; init; }
}

/// <summary>Changes that can be written.</summary>
/// <param name="Changes">The changes in their order, with what this side will show of them (<see cref="FieldChange.Shown"/>).</param>
public sealed record Prepared(ImmutableArray<Change> Changes);

/// <summary>What a side shows right after a write, exactly as the vendor answered.</summary>
public sealed record Written
{
    /// <summary>The written products.</summary>
    public ImmutableArray<ProductView> Products { get; init; } = [];

    /// <summary>The written prices.</summary>
    public ImmutableArray<PriceView> Prices { get; init; } = [];

    /// <summary>The vendor's request id or transaction id.</summary>
    public string? RequestId { get; init; }

    /// <summary>True when there are no views, so that one must observe again: the vendor said that this token was already executed, or did not show all of what was written.</summary>
    public bool WasRepeated { get; init; }
}

/// <summary>Where an object belongs.</summary>
/// <param name="ProductId">The product on the object's own side.</param>
/// <param name="Mirror">The product's id on the other side that the product claims (<c>metadata.sanity_id</c>, <c>stripeProductId</c>).</param>
public sealed record Belonging(string? ProductId, string? Mirror);

/// <summary>A page of a feed.</summary>
/// <param name="Deliveries">What changed, in the same form in which webhooks arrive, so that both are told apart by nothing but their way.</param>
/// <param name="Cursor">Where the next page starts.</param>
/// <param name="HasMore">Whether more is waiting.</param>
/// <param name="IsLost">The cursor is too old or unknown: only a full compare can catch up. The given cursor marks the present.</param>
public sealed record FeedPage(ImmutableArray<Delivery> Deliveries, string Cursor, bool HasMore, bool IsLost)
{
    /// <summary>Whether something may have been deleted that no delivery tells of, so that only a listing shows it.</summary>
    public bool MayHideDeletes { get; init; }
}

/// <summary>What several questions were answered with.</summary>
/// <param name="Each">In the order of the questions; a fault spoils only its own.</param>
public sealed record Observations(ImmutableArray<Outcome<Observation>> Each);

/// <summary>Where Stripe keeps objects apart in its lists.</summary>
public enum Shelf
{
    /// <summary>Active ones; in Sanity all.</summary>
    Sale,

    /// <summary>Archived ones; in Sanity none.</summary>
    Archive,
}

/// <summary>A page of a look at a whole catalogue.</summary>
/// <param name="Products">Products, without their drafts.</param>
/// <param name="Prices">Prices, without their drafts.</param>
/// <param name="Cursor">Where the next page starts; null after the last one.</param>
public sealed record ViewPage(ImmutableArray<ProductView> Products, ImmutableArray<PriceView> Prices, string? Cursor)
{
    /// <summary>There is nothing to see.</summary>
    public static ViewPage Nothing { get; } = new([], [], null);
}

/// <summary>A page of a full listing.</summary>
/// <param name="Products">The products.</param>
/// <param name="Cursor">Where the next page starts; null after the last one.</param>
public sealed record CatalogPage(ImmutableArray<ListedProduct> Products, string? Cursor)
{
    /// <summary>Whether price documents are listed too, so that one that is missing is gone; false where prices are parts of their products' documents.</summary>
    public bool ListsPrices { get; init; } = true;
}

/// <summary>One product of a full listing.</summary>
/// <param name="Id">Its id on the listed side.</param>
/// <param name="Revision">Sanity's revision or Stripe's <c>updated</c>, to tell what has not moved.</param>
/// <param name="Mirror">The other side's id that it claims.</param>
/// <param name="CreatedAt">When it was made (UTC).</param>
public sealed record ListedProduct(string Id, string? Revision, string? Mirror, DateTimeOffset? CreatedAt)
{
    /// <summary>What it is. Sanity lists price documents too, because their deletion shows nowhere else; Stripe lists products only.</summary>
    public Kind Kind { get; init; } = Kind.Product;
}

/// <summary>Whose data the credentials open.</summary>
/// <param name="Account">Stripe account id, or Sanity project id.</param>
/// <param name="Realm"><c>live</c> or <c>test</c>, or the dataset.</param>
public sealed record Identity(string Account, string Realm);
