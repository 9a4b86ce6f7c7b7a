using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>A Stripe account with the products and prices of one key, with the vendor's rules that a plan must respect.</summary>
internal sealed class StripeWorld
{
    private static readonly string[] Updatable = [FieldNames.Active, FieldNames.Nickname, FieldNames.LookupKey];

    private int _made;

    public StripeWorld()
    {
    }

    /// <summary>A copy of an account.</summary>
    public StripeWorld(StripeWorld like) => (_made, Products, Prices) = (like._made, new(like.Products, StringComparer.Ordinal), new(like.Prices, StringComparer.Ordinal));

    public Dictionary<string, Item> Products { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Item> Prices { get; } = new(StringComparer.Ordinal);

    public int PricesMade => _made;

    public string NextId() => $"price_{++_made}";

    public static bool IsActive(Item item) => item.Fields[FieldNames.Active] is not FieldValue.Flag { Value: false };

    public IEnumerable<Item> PricesOf(string product) => Prices.Values.Where(price => price.ProductId == product).OrderBy(price => price.Id, StringComparer.Ordinal);

    /// <summary>A person changes a field in the Dashboard; false when Stripe refuses or nothing changes.</summary>
    public bool Edit(Item item, string field, FieldValue? value)
    {
        if (Equals(item.Fields[field], value)
            || (field == FieldNames.Active && value is FieldValue.Flag { Value: false } && IsDefault(item.Id))
            || (field == FieldNames.LookupKey && value is not null && Prices.Values.Any(other => Equals(other.Fields[field], value)))
            || (field == FieldNames.DefaultPrice && value is FieldValue.Text { Value: var id } && (!Prices.TryGetValue(id, out var price) || price.ProductId != item.Id || !IsActive(price))))
        {
            return false;
        }

        Put(item with { Fields = item.Fields.With(field, value) });
        return true;
    }

    public Observation Observe(ProductRecord record, string? asked)
    {
        if (asked is null)
        {
            return Observation.Nothing;
        }

        var expected = record.Slots.Select(slot => slot.PriceId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var product = Products.GetValueOrDefault(asked);
        return new Observation
        {
            Product = product is null ? null : new ProductView { Id = asked, Fields = product.Fields, Mirror = product.Mirror },
            Prices = [.. PricesOf(asked).Select(View)],
            Gone = [.. expected.Where(id => !Prices.ContainsKey(id)).Concat(product is null ? [asked] : [])],
        };
    }

    /// <summary>Executes one write; null when the object already exists. A write that Stripe would refuse is a bug of the plan.</summary>
    public AppliedChange? Apply(Change change, Func<string, string?> priceOf)
    {
        switch (change)
        {
            case Change.Create { Kind: Kind.Product } create:
                if (Products.ContainsKey(create.Id!))
                {
                    return null;
                }

                Assert.NotNull(create.Fields[FieldNames.Name]);
                Assert.Null(create.Fields[FieldNames.DefaultPrice]);
                Put(new Item(create.Id!, Kind.Product) { Fields = Shown(create.Fields), Mirror = create.Mirror });
                return Answer(change, create.Id!);
            case Change.Create create:
                return Answer(change, CreatePrice(create));
            case Change.Update update:
                Update(update, priceOf);
                return Answer(change, update.Id);
            default:
                throw new InvalidOperationException($"{change} is no write to Stripe.");
        }
    }

    /// <summary>Whether a write that was given up could still be done: its object is there, and a price that it makes is not (the same key is answered with what was made).</summary>
    public bool Takes(Change late) => late switch
    {
        Change.Update update => (update.Kind == Kind.Product ? Products : Prices).ContainsKey(update.Id),
        Change.Create { Kind: Kind.Price } create => Products.ContainsKey(create.ProductId!) && !Prices.Values.Any(price => price.Operation == create.Operation),
        _ => true,
    };

    public void Put(Item item) => (item.Kind == Kind.Product ? Products : Prices)[item.Id] = item;

    private string CreatePrice(Change.Create create)
    {
        Assert.Contains(create.ProductId!, Products.Keys);
        Assert.NotNull(create.Fields[FieldNames.Currency]);
        Assert.NotNull(create.Fields[FieldNames.UnitAmount]);
        Assert.NotNull(create.Operation);

        Assert.DoesNotContain(Prices.Values, price => price.Operation == create.Operation && IsActive(price));
        TakeKey(create.Fields[FieldNames.LookupKey], null, create.TakesLookupKey);
        var item = new Item(NextId(), Kind.Price) { Fields = Shown(create.Fields), Mirror = create.Mirror, ProductId = create.ProductId, Operation = create.Operation };
        Put(item);
        return item.Id;
    }

    private void Update(Change.Update update, Func<string, string?> priceOf)
    {
        var item = (update.Kind == Kind.Product ? Products : Prices)[update.Id];
        foreach (var (field, _, to) in update.Fields)
        {
            Assert.True(update.Kind == Kind.Product || Updatable.Contains(field), $"{field} of a price is immutable");
            var value = to;
            switch (field)
            {
                case FieldNames.Name:
                    Assert.NotNull(to);
                    break;
                case FieldNames.LookupKey:
                    TakeKey(to, item.Id, update.TakesLookupKey);
                    break;
                case FieldNames.Active when to is FieldValue.Flag { Value: false }:
                    Refuse(IsDefault(item.Id), field, $"{item.Id} is archived while it is the default price");
                    break;
                case FieldNames.DefaultPrice when to is FieldValue.Text { Value: var slot }:
                    var id = priceOf(slot) ?? "";
                    Refuse(!(Prices.TryGetValue(id, out var price) && price.ProductId == item.Id && IsActive(price)), field, $"the default of {item.Id} becomes {slot} ({id}), which cannot be sold");
                    value = new FieldValue.Text(id);
                    break;
                default:
                    break;
            }

            item = item with { Fields = item.Fields.With(field, value) };
        }

        // An empty value takes the key out of the metadata.
        var mirror = update.Mirror ?? item.Mirror;
        Put(item with { Fields = Shown(item.Fields), Mirror = mirror is "" ? null : mirror });
    }

    private void TakeKey(FieldValue? key, string? taker, bool takes)
    {
        if (key is not null && Prices.Values.FirstOrDefault(price => price.Id != taker && Equals(price.Fields[FieldNames.LookupKey], key)) is { } holder)
        {
            if (!takes)
            {
                throw new RefusedException(FieldNames.LookupKey, $"{holder.Id} already uses the lookup key {key}");
            }

            Put(holder with { Fields = holder.Fields.With(FieldNames.LookupKey, null) });
        }
    }

    private static void Refuse(bool isWrong, string field, string message)
    {
        if (isWrong)
        {
            throw new RefusedException(field, message);
        }
    }

    private bool IsDefault(string price) => Products.Values.Any(product => Equals(product.Fields[FieldNames.DefaultPrice], new FieldValue.Text(price)));

    // Stripe always tells whether an object is active.
    private static Fields Shown(Fields fields) => fields[FieldNames.Active] is null ? fields.With(FieldNames.Active, new FieldValue.Flag(true)) : fields;

    private AppliedChange Answer(Change change, string id) => change.Kind == Kind.Product
        ? new AppliedChange(change, new ProductView { Id = id, Fields = Products[id].Fields, Mirror = Products[id].Mirror }, null)
        : new AppliedChange(change, null, View(Prices[id]));

    private static PriceView View(Item price) => new()
    {
        Id = price.Id, Fields = price.Fields, ProductId = price.ProductId, Mirror = price.Mirror, Operation = price.Operation,
    };
}

/// <summary>A Stripe product or price.</summary>
internal sealed record Item(string Id, Kind Kind)
{
    public Fields Fields { get; init; } = Fields.None;

    public string? Mirror { get; init; }

    public string? ProductId { get; init; }

    public string? Operation { get; init; }

    public override string ToString() => $"{Id} {Fields} mirror={Mirror} product={ProductId}";
}

/// <summary>Stripe refuses a write because of a field.</summary>
internal sealed class RefusedException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
