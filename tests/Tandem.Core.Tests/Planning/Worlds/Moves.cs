using System.Globalization;
using CsCheck;

namespace Tandem.Core.Tests.Planning;

/// <summary>What people do to the two worlds. A move that makes no sense at its moment does nothing.</summary>
internal enum Move
{
    SanityText, SanityActive, SanityImages, SanityDefault, SanityAmount, SanityCurrency, SanityRecurring, SanityNickname, SanityPriceActive, SanityLookupKey,
    SanityAddPrice, SanityDropPrice, SanityDropProduct, SanityReturn, SanityWipeMirror, SanityCopyMirror, SanityMovePrice, SanityDanglingDefault,
    DraftFork, DraftEdit, DraftPublish,
    StripeText, StripeActive, StripeDefault, StripeNickname, StripePriceActive, StripeLookupKey, StripeAddPrice, StripeDropProduct, StripeWipeMirror, StripeReactivateFormer,
}

/// <summary>One move with what it is about.</summary>
internal sealed record Step(Move Move, int What, int Value)
{
    public override string ToString() => $"{Move} {What} {Value}";
}

/// <summary>Makes moves in a pair of worlds, and notes which values people wrote.</summary>
internal sealed class Player(Pair pair)
{
    private static readonly string[] Texts = [FieldNames.Name, FieldNames.Description, FieldNames.Brand];

    private int _written;

    /// <summary>Documents that were dropped, to return as they were.</summary>
    private readonly Dictionary<string, Doc> _dropped = new(StringComparer.Ordinal);

    /// <summary>What becomes of the edits.</summary>
    public Fates Fates => field ??= new Fates(pair, this);

    /// <summary>Every edit in order: side, object (document id or slot), field, value.</summary>
    public List<Edit> Edits { get; } = [];

    public static Gen<Step> AnyStep { get; } = Gen.Select(Gen.Enum<Move>(), Gen.Int[0, 5], Gen.Int[0, 5], (move, what, value) => new Step(move, what, value));

    /// <summary>Moves that only change fields: no object comes or goes.</summary>
    public static Gen<Step> Editing { get; } = Gen.Select(
        Gen.OneOf(
            Move.SanityText, Move.SanityActive, Move.SanityImages, Move.SanityDefault, Move.SanityAmount, Move.SanityCurrency, Move.SanityRecurring, Move.SanityNickname,
            Move.SanityPriceActive, Move.SanityLookupKey, Move.StripeText, Move.StripeActive, Move.StripeDefault, Move.StripeNickname, Move.StripePriceActive, Move.StripeLookupKey),
        Gen.Int[0, 5], Gen.Int[0, 5], (move, what, value) => new Step(move, what, value));

    private IReadOnlyList<Doc> Documents => [.. pair.Sanity.Docs.Values.Where(doc => doc.Kind == Kind.Price).OrderBy(doc => doc.Id, StringComparer.Ordinal)];

    private IReadOnlyList<Item> Prices => pair.Linked is { } product ? [.. pair.Stripe.PricesOf(product.Id)] : [];

    public void Make(Step step)
    {
        pair.Story.Add($"{step}");
        switch (step.Move)
        {
            case < Move.DraftFork:
                InSanity(step);
                break;
            case < Move.StripeText:
                InDrafts(step);
                break;
            default:
                if (pair.Linked is { } product)
                {
                    InStripe(step, product);
                }

                break;
        }
    }

    /// <summary>A text that nobody wrote before, or one of a few, so that equal edits happen.</summary>
    private FieldValue? Text(int value) => value switch
    {
        0 => null,
        1 or 2 => new FieldValue.Text($"small{value}"),
        _ => new FieldValue.Text($"v{(++_written).ToString(CultureInfo.InvariantCulture)}"),
    };

    private FieldValue Amount(int value) => new FieldValue.Number(value < 4 ? 100 * (value + 1) : 1000 + ++_written);

    private void InSanity(Step step)
    {
        var (move, what, value) = step;
        var price = Documents.Count > 0 ? Documents[what % Documents.Count] : null;
        switch (move)
        {
            case Move.SanityText:
                var field = Texts[what % 3];
                EditDoc(Pair.Product, field, field == FieldNames.Name && value == 0 ? Text(3) : Text(value));
                break;
            case Move.SanityActive:
                EditDoc(Pair.Product, FieldNames.Active, Flag(value));
                break;
            case Move.SanityImages:
                EditDoc(Pair.Product, FieldNames.Images, FieldValue.OfTexts(Enumerable.Range(0, value).Select(i => $"https://img/{i}")));
                break;
            case Move.SanityDefault:
                EditDoc(Pair.Product, FieldNames.DefaultPrice, value == 0 || price is null ? null : new FieldValue.Text(price.Id));
                break;
            case Move.SanityDanglingDefault:
                pair.Sanity.Edit(Pair.Product, FieldNames.DefaultPrice, new FieldValue.Text("nowhere"));
                break;
            case Move.SanityAddPrice:
                Add(new Doc($"price-{value}", Kind.Price)
                {
                    ProductId = Pair.Product,
                    Fields = Fields.Of((FieldNames.Currency, new FieldValue.Text("usd")), (FieldNames.UnitAmount, Amount(what))),
                });
                break;
            case Move.SanityDropPrice when price is not null:
                Drop(price.Id);
                break;
            case Move.SanityDropProduct:
                Drop(Pair.Product);
                break;
            case Move.SanityReturn when _dropped.Count > 0:
                var back = _dropped.OrderBy(pair => pair.Key, StringComparer.Ordinal).ElementAt(what % _dropped.Count).Value;
                _dropped.Remove(back.Id);
                Add(back);
                break;
            case Move.SanityWipeMirror:
                Mirror(value % 2 == 0 ? Pair.Product : price?.Id, null);
                break;
            case Move.SanityCopyMirror when price is not null:
                Mirror(price.Id, Documents[value % Documents.Count].Mirror);
                break;
            case Move.SanityMovePrice when price is not null:
                pair.Sanity.Put(price with { ProductId = price.ProductId == Pair.Product ? "other" : Pair.Product });
                break;
            case not (Move.SanityDropPrice or Move.SanityReturn or Move.SanityCopyMirror or Move.SanityMovePrice) when price is not null:
                EditDoc(price.Id, PriceField(move), PriceValue(move, value));
                break;
            default:
                break;
        }
    }

    private void InDrafts(Step step)
    {
        var id = step.What % 2 == 0 || Documents.Count == 0 ? Pair.Product : Documents[step.What % Documents.Count].Id;
        if (!pair.Sanity.Docs.TryGetValue(id, out var doc))
        {
            return;
        }

        var isOpen = pair.Sanity.Drafts.TryGetValue(id, out var draft);
        if (step.Move == Move.DraftFork && !isOpen)
        {
            pair.Sanity.Drafts[id] = new DraftView($"drafts.{id}", pair.Sanity.NextRevision(), doc.Fields, doc.Mirror);
        }
        else if (step.Move == Move.DraftEdit && isOpen)
        {
            var field = doc.Kind == Kind.Product ? FieldNames.Description : FieldNames.Nickname;
            pair.Sanity.Drafts[id] = draft! with { Revision = pair.Sanity.NextRevision(), Fields = draft.Fields.With(field, Text(3 + step.Value)) };
        }
        else if (step.Move == Move.DraftPublish && isOpen)
        {
            foreach (var field in doc.Fields.Names.Union(draft!.Fields.Names).Where(field => !Equals(doc.Fields[field], draft.Fields[field])).ToList())
            {
                Edits.Add(new Edit(Side.Sanity, id, field, draft.Fields[field]));
            }

            pair.Sanity.Put(doc with { Fields = draft.Fields, Mirror = draft.Mirror });
            pair.Sanity.Drafts.Remove(id);
        }
    }

    private void InStripe(Step step, Item product)
    {
        var (move, what, value) = step;
        var price = Prices.Count > 0 ? Prices[what % Prices.Count] : null;
        switch (move)
        {
            case Move.StripeText:
                var field = Texts[what % 3];
                EditItem(product, field, field == FieldNames.Name && value == 0 ? Text(3) : Text(value));
                break;
            case Move.StripeActive:
                EditItem(product, FieldNames.Active, new FieldValue.Flag(value % 2 == 0));
                break;
            case Move.StripeDefault:
                EditItem(product, FieldNames.DefaultPrice, value == 0 || price is null ? null : new FieldValue.Text(price.Id));
                break;
            case Move.StripeAddPrice:
                pair.Stripe.Put(new Item(pair.Stripe.NextId(), Kind.Price)
                {
                    ProductId = product.Id,
                    Fields = Fields.Of((FieldNames.Currency, new FieldValue.Text("usd")), (FieldNames.UnitAmount, Amount(value)), (FieldNames.Active, new FieldValue.Flag(true))),
                });
                break;
            case Move.StripeDropProduct:
                // The Dashboard can delete a product with all its prices.
                Prices.ToList().ForEach(one => pair.Stripe.Prices.Remove(one.Id));
                pair.Stripe.Products.Remove(product.Id);
                break;
            case Move.StripeWipeMirror:
                pair.Stripe.Put((value % 2 == 0 ? product : price ?? product) with { Mirror = null });
                break;
            case Move.StripeReactivateFormer when pair.Record.Slots.SelectMany(slot => slot.Lineage).FirstOrDefault(pair.Stripe.Prices.ContainsKey) is { } former:
                pair.Stripe.Edit(pair.Stripe.Prices[former], FieldNames.Active, new FieldValue.Flag(true));
                break;
            case Move.StripeNickname or Move.StripePriceActive or Move.StripeLookupKey when price is not null:
                EditItem(price, PriceField(move), move == Move.StripePriceActive ? new FieldValue.Flag(value % 2 == 0) : PriceValue(move, value));
                break;
            default:
                break;
        }
    }

    private static string PriceField(Move move) => move switch
    {
        Move.SanityAmount => FieldNames.UnitAmount,
        Move.SanityCurrency => FieldNames.Currency,
        Move.SanityRecurring => FieldNames.Recurring,
        Move.SanityNickname or Move.StripeNickname => FieldNames.Nickname,
        Move.SanityPriceActive or Move.StripePriceActive => FieldNames.Active,
        _ => FieldNames.LookupKey,
    };

    private FieldValue? PriceValue(Move move, int value) => move switch
    {
        Move.SanityAmount => Amount(value),
        Move.SanityCurrency => new FieldValue.Text(value % 2 == 0 ? "usd" : "eur"),
        Move.SanityRecurring => value % 2 == 0 ? null : new FieldValue.Group(Fields.Of(("interval", new FieldValue.Text("month")), ("interval_count", new FieldValue.Number(value)))),
        Move.SanityPriceActive => Flag(value),
        Move.SanityLookupKey or Move.StripeLookupKey => value < 2 ? null : new FieldValue.Text($"key{value}"),
        _ => Text(value),
    };

    private static FieldValue? Flag(int value) => (value % 3) switch { 0 => null, 1 => new FieldValue.Flag(true), _ => new FieldValue.Flag(false) };

    private void EditDoc(string id, string field, FieldValue? value)
    {
        var before = pair.Sanity.Docs.GetValueOrDefault(id)?.Fields[field];
        if (pair.Sanity.Edit(id, field, value) && !Equals(SanityWorld.Told(field, before), SanityWorld.Told(field, value)))
        {
            Edits.Add(new Edit(Side.Sanity, id, field, value));
        }
    }

    private void EditItem(Item item, string field, FieldValue? value)
    {
        if (pair.Stripe.Edit(item, field, value))
        {
            Edits.Add(new Edit(Side.Stripe, item.Kind == Kind.Product ? Pair.Product : item.Id, field, value) { On = item.Id });
        }
    }

    private void Add(Doc doc)
    {
        if (!pair.Sanity.Docs.ContainsKey(doc.Id))
        {
            pair.Sanity.Put(doc);
        }
    }

    private void Drop(string id)
    {
        if (pair.Sanity.Docs.Remove(id, out var doc))
        {
            _dropped[id] = doc;
            Edits.Add(new Edit(Side.Sanity, id, Edit.Everything, null));
            pair.Sanity.Drafts.Remove(id);
        }
    }

    private void Mirror(string? id, string? mirror)
    {
        if (id is not null && pair.Sanity.Docs.TryGetValue(id, out var doc))
        {
            pair.Sanity.Put(doc with { Mirror = mirror });
        }
    }
}

/// <summary>A value that a person wrote.</summary>
/// <param name="Side">Where.</param>
/// <param name="Object">The document id, or the Stripe price id.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value; null clears.</param>
internal sealed record Edit(Side Side, string Object, string Field, FieldValue? Value)
{
    /// <summary>The field that stands for all of them: the object was dropped.</summary>
    public const string Everything = "*";

    /// <summary>The Stripe object that was edited.</summary>
    public string? On { get; init; }
}
