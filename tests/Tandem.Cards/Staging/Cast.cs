using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tandem.Engine.Tests;

namespace Tandem.Cards;

/// <summary>Whom the words of a card mean: <c>mug</c>, <c>mug-eur</c>, <c>the 12.00 EUR price of mug</c>, <c>the "Overseas" price of mug</c>.</summary>
/// <remarks>
/// A word is a document's id; what was made in Stripe is known by the name that the card gave it. The Stripe product of a document is the one that says so in
/// its metadata, the Stripe price of a document the one that the document names, or named last if it is gone.
/// </remarks>
public sealed partial class Cast(Shop shop, Func<PriceShelf> shelf)
{
    private readonly Dictionary<string, string> _bornInStripe = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _prices = new(StringComparer.Ordinal);

    /// <summary>Gives a product that was made in Stripe its name.</summary>
    public void Name(string word, string stripeId) => _bornInStripe[word] = stripeId;

    /// <summary>Notes which Stripe price each price in the dataset shows.</summary>
    public void Note()
    {
        foreach (var price in shop.Sanity.Documents().Values.SelectMany(shelf().In))
        {
            _prices[price.Word] = (string?)price.Content["stripePriceId"] ?? _prices.GetValueOrDefault(price.Word);
        }
    }

    /// <summary>Whether a price is meant.</summary>
    public bool IsPrice(string thing) => thing.Contains(' ') || _prices.ContainsKey(thing);

    /// <summary>The price that is meant, in the published documents or in drafts or versions; null when it is not there.</summary>
    public HeldPrice? Price(string thing, string prefix = "")
    {
        if (!thing.Contains(' '))
        {
            return In(prefix).FirstOrDefault(price => price.Word == thing);
        }

        var (isMeant, product) = Described(thing);
        var meant = PricesOf(product).Where(price => isMeant(price.Content)).ToList();
        Only(thing, meant.Select(price => price.Word));
        return prefix.Length == 0 ? meant.FirstOrDefault() : In(prefix).FirstOrDefault(price => meant.Exists(other => other.Word == price.Word));
    }

    /// <summary>The document that is meant, whether it is there or not; null for a price by its amount or nickname that is not there.</summary>
    public string? Document(string thing) => IsPrice(thing) && Price(thing) is { } price ? price.Document : thing.Contains(' ') ? null : Id(thing);

    /// <summary>By what the service knows a product or price.</summary>
    public string? Slot(string thing) => IsPrice(thing) && Price(thing) is { } price ? price.Slot : Document(thing);

    /// <summary>The id of the document of that name.</summary>
    public string Id(string word) => _bornInStripe.TryGetValue(word, out var born) ? $"stripeProduct-{born}" : word;

    /// <summary>The Stripe product or price that is meant, or null when there is none.</summary>
    public string? Stripe(string thing)
    {
        if (thing.Contains(' '))
        {
            var (isMeant, product) = Described(thing);
            return Stripe(product) is { } owner
                ? Only(thing, shop.Dashboard.PricesOf(owner).Where(isMeant).Select(price => (string)price["id"]!))
                : null;
        }

        if (IsPrice(thing))
        {
            return _prices[thing] is { } price && shop.Dashboard.Price(price) is not null ? price : null;
        }

        return _bornInStripe.TryGetValue(thing, out var born)
            ? (string?)shop.Dashboard.Product(born)?["id"]
            : Only(thing, shop.Dashboard.Products.Where(product => (string?)product["metadata"]?["sanity_id"] == thing).Select(product => (string)product["id"]!));
    }

    /// <summary>What Stripe shows of it now.</summary>
    public JsonObject InStripe(string thing) =>
        (Stripe(thing) is not { } id ? null : IsPrice(thing) ? shop.Dashboard.Price(id) : shop.Dashboard.Product(id))
        ?? throw new InvalidOperationException($"Stripe has no {thing}.");

    /// <summary>What Sanity shows of it now, in the published document or in a draft or version.</summary>
    public JsonObject InSanity(string thing, string prefix = "") =>
        Find(thing, prefix) ?? throw new InvalidOperationException($"Sanity has no {prefix}{thing}.");

    /// <summary>The same, or null when it is not there.</summary>
    public JsonObject? Find(string thing, string prefix = "") => IsPrice(thing) ? Price(thing, prefix)?.Content : shop.Document(prefix + Id(thing));

    /// <summary>The published prices of a product.</summary>
    public IEnumerable<HeldPrice> PricesOf(string product) => In("").Where(price => price.Product == Id(product));

    private IEnumerable<HeldPrice> In(string prefix) =>
        shop.Sanity.Documents().Values.Where(document => (string)document["_id"]! is var id && (prefix.Length == 0 ? !id.Contains('.') : id.StartsWith(prefix, StringComparison.Ordinal)))
            .SelectMany(shelf().In);

    private static bool Shows(JsonObject price, Amount amount) => $"{price["unit_amount"]} {price["currency"]}" == amount.ToString();

    private static (Func<JsonObject, bool> IsMeant, string Product) Described(string thing)
    {
        if (PriceDescribed().Match(thing) is not { Success: true } match)
        {
            throw new FormatException(thing);
        }

        var (amount, nickname) = (match.Groups["amount"], match.Groups["nickname"].Value);
        return (amount.Success ? price => Shows(price, Amount.Read(amount.Value)) : price => (string?)price["nickname"] == nickname, match.Groups["product"].Value);
    }

    private static string? Only(string thing, IEnumerable<string> found) => found.ToList() switch
    {
        [] => null,
        [var only] => only,
        var several => throw new InvalidOperationException($"There are {several.Count} of {thing}: {string.Join(", ", several)}."),
    };

    [GeneratedRegex("^the ((?<amount>[0-9.]+ [A-Z]{3})|\"(?<nickname>[^\"]+)\") price of (?<product>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex PriceDescribed();
}
