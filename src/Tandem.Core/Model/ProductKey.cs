namespace Tandem.Core;

/// <summary>The identity of a product inside a connection: the unit of every lease, pass and record.</summary>
/// <param name="Connection">The name of the connection.</param>
/// <param name="DocumentId">
/// The product's published document id in Sanity. A product that was born in Stripe has one before its document exists:
/// see <see cref="ForStripe"/>.
/// </param>
public readonly record struct ProductKey(string Connection, string DocumentId)
{
    /// <summary>How the ids of documents start that were made for products born in Stripe.</summary>
    public const string StripeProductPrefix = "stripeProduct-";

    /// <summary>How the ids of documents start that were made for prices born in Stripe.</summary>
    public const string StripePricePrefix = "stripePrice-";

    /// <summary>The key of a product that was born in Stripe.</summary>
    public static ProductKey ForStripe(string connection, string stripeProductId) =>
        new(connection, StripeProductPrefix + stripeProductId);

    /// <summary>The slot (a price document's id) of a price that was born in Stripe.</summary>
    public static string SlotForStripe(string stripePriceId) => StripePricePrefix + stripePriceId;

    /// <summary>The Stripe product that this key's document id was derived from, or null for a product born in Sanity.</summary>
    public string? BornAs =>
        DocumentId.StartsWith(StripeProductPrefix, StringComparison.Ordinal) ? DocumentId[StripeProductPrefix.Length..] : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Connection}/{DocumentId}";
}

/// <summary>An object of one side by that side's own id.</summary>
/// <param name="Side">The side that it lives on.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">A published document id, or a Stripe product or price id.</param>
public readonly record struct ObjectId(Side Side, Kind Kind, string Id)
{
    /// <summary>The text form, <c>stripe:price:price_1Abc</c>. The id keeps its case: both vendors tell ids apart by it.</summary>
    public override string ToString() => $"{(Side == Side.Sanity ? "sanity" : "stripe")}:{(Kind == Kind.Product ? "product" : "price")}:{Id}";

    /// <summary>Reads the text form back.</summary>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    public static ObjectId Parse(string text) => text.Split(':', 3) switch
    {
        ["sanity", "product", var id] => new(Side.Sanity, Kind.Product, id),
        ["sanity", "price", var id] => new(Side.Sanity, Kind.Price, id),
        ["stripe", "product", var id] => new(Side.Stripe, Kind.Product, id),
        ["stripe", "price", var id] => new(Side.Stripe, Kind.Price, id),
        _ => throw new FormatException($"Not the text of an object id: \"{text}\"."),
    };
}
