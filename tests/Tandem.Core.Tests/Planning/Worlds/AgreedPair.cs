using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>Both worlds of a product on which they agree, by real passes and not by a record that a test made up.</summary>
internal sealed class AgreedPair
{
    private static readonly ConcurrentDictionary<AgreedProduct, AgreedPair> Known = [];

    private readonly AgreedProduct _agreed;
    private readonly Dictionary<(string Object, string Field), FieldValue?> _drawn = [];

    private AgreedPair(AgreedProduct agreed)
    {
        _agreed = agreed;
        Agree();
    }

    public Pair Pair { get; } = new(Policy.Default with { Limits = PriceLimits.None });

    /// <summary>What both sides agreed on, as it was drawn and not as a world showed it: by document id and field.</summary>
    public IReadOnlyDictionary<(string Object, string Field), FieldValue?> Drawn => _drawn;

    public static AgreedPair Of(AgreedProduct agreed) => Known.GetOrAdd(agreed, made => new AgreedPair(made));

    private void Agree()
    {
        Put(Pair.Product, Kind.Product, (FieldNames.Name, new FieldValue.Text("Mug")), (FieldNames.Description, Small(_agreed.Description)), (FieldNames.Brand, Small(_agreed.Brand)));
        foreach (var (at, price) in _agreed.Prices.Index().Where(price => !price.Item.IsBornInStripe))
        {
            Put($"mug-{at}", Kind.Price, Shown(price, at, price.Amount + (price.IsReplaced ? 1 : 0)));
        }

        Pair.Sync();
        foreach (var (at, price) in _agreed.Prices.Index().Where(price => price.Item.IsBornInStripe))
        {
            var id = Pair.Stripe.NextId();
            Draw(ProductKey.SlotForStripe(id), Shown(price, at, price.Amount + (price.IsReplaced ? 1 : 0)));
            Pair.Stripe.Put(new Item(id, Kind.Price)
            {
                ProductId = Pair.Linked!.Id, Fields = Fields.Of([.. Shown(price, at, price.Amount + (price.IsReplaced ? 1 : 0)), (FieldNames.Active, new FieldValue.Flag(true))]),
            });
        }

        Pair.Sync();
        var slots = Pair.Record.Slots.Select(slot => slot.Slot).ToImmutableArray();
        foreach (var slot in slots.Where(slot => PriceOf(slot).IsReplaced))
        {
            Edit(slot, FieldNames.UnitAmount, Amount(PriceOf(slot).Amount));
        }

        if (slots.Length > 0 && _agreed.Default > 0)
        {
            Edit(Pair.Product, FieldNames.DefaultPrice, new FieldValue.Text(slots[(_agreed.Default - 1) % slots.Length]));
        }

        Pair.Sync();
        if (_agreed.HasDraft)
        {
            var player = new Player(Pair);
            player.Make(new Step(Move.DraftFork, 0, 0));
            player.Make(new Step(Move.DraftFork, 1, 0));
        }
    }

    private AgreedPrice PriceOf(string slot) => _agreed.Prices[Position(slot)];

    // Prices that are born in Stripe come in their order, after those that the documents made.
    private int Position(string slot)
    {
        if (slot.StartsWith("mug-", StringComparison.Ordinal))
        {
            return slot[^1] - '0';
        }

        var born = Pair.Record.Slots.Where(known => known.Slot.StartsWith(ProductKey.StripePricePrefix, StringComparison.Ordinal)).Select(known => known.Slot).Order(StringComparer.Ordinal).ToList();
        return _agreed.Prices.Index().Where(price => price.Item.IsBornInStripe).ElementAt(born.IndexOf(slot)).Index;
    }

    private void Put(string id, Kind kind, params (string Field, FieldValue? Value)[] fields)
    {
        Draw(id, fields);
        Pair.Sanity.Put(new Doc(id, kind) { ProductId = kind == Kind.Price ? Pair.Product : null, Fields = Fields.Of(fields) });
    }

    private void Edit(string id, string field, FieldValue? value)
    {
        _drawn[(id, field)] = value;
        Pair.Sanity.Edit(id, field, value);
    }

    private void Draw(string id, (string Field, FieldValue? Value)[] fields)
    {
        foreach (var (field, value) in fields)
        {
            _drawn[(id, field)] = value;
        }
    }

    private static (string Field, FieldValue? Value)[] Shown(AgreedPrice price, int at, int amount) =>
    [
        (FieldNames.Currency, new FieldValue.Text("usd")),
        (FieldNames.UnitAmount, Amount(amount)),
        (FieldNames.Recurring, price.IsMonthly ? new FieldValue.Group(Fields.Of(("interval", new FieldValue.Text("month")), ("interval_count", new FieldValue.Number(1)))) : null),
        (FieldNames.Nickname, Small(price.Nickname)),
        (FieldNames.LookupKey, price.HasKey ? new FieldValue.Text($"key{at + 1}") : null),
    ];

    private static FieldValue Amount(int amount) => new FieldValue.Number(100 * amount);

    private static FieldValue? Small(int value) => value == 0 ? null : new FieldValue.Text($"small{value}");
}
