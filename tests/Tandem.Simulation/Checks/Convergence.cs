using Tandem.Core;

namespace Tandem.Simulation;

/// <summary>Both sides agree on every field of everything, or say openly why not.</summary>
internal sealed class Convergence(Universe universe, Excuses excuses)
{
    private readonly Ledger _ledger = universe.Ledger;

    /// <summary>Compares both worlds as an outsider would, by ids that each carries of the other.</summary>
    public void Check()
    {
        foreach (var document in _ledger.Documents.Values.Where(item => item.Kind == Kind.Product && !item.IsLeftAlone))
        {
            Product(document);
        }

        foreach (var product in _ledger.Objects.Values.Where(item => item.Kind == Kind.Product && !_ledger.Documents.ContainsKey(_ledger.PairOf(item))))
        {
            Undocumented(product);
        }

        foreach (var price in _ledger.Documents.Values.Where(item => item.Kind == Kind.Price && item.Product is not null && !_ledger.Documents.ContainsKey(item.Product!)))
        {
            Orphan(price);
        }
    }

    private void Product(Item document)
    {
        var pair = document.Id;
        if (excuses.InConflict(pair, "*"))
        {
            return;
        }

        if (document.Mirror is not { } mirror || !_ledger.Objects.TryGetValue(mirror, out var product))
        {
            // Deleted in Stripe: the document stays, switched off.
            Require(excuses.Parked(pair) is not null || (!document.IsActive && _ledger.Deleted.Contains(pair)), $"{document} has no Stripe product");
            return;
        }

        if (_ledger.PairOf(product) != pair)
        {
            Require(excuses.Parked(pair) is not null || (!document.IsActive && _ledger.Deleted.Contains(pair)), $"{document} names {product}, which mirrors {_ledger.PairOf(product)}");
            return;
        }

        Same(document, product, pair);
        foreach (var former in _ledger.CounterpartsOf(pair).Where(other => other.Kind == Kind.Product && other.Id != mirror))
        {
            // The database was lost, and the document had lost its id as well: only the product still says whose it is, to nobody who asks.
            Require(!former.IsActive || excuses.Parked(pair) is not null || universe.HasLostDisk, $"{former} is another active product of {document}");
        }

        foreach (var price in _ledger.Documents.Values.Where(item => item.Kind == Kind.Price && item.Product == pair))
        {
            Price(price, product);
        }

        foreach (var price in _ledger.Objects.Values.Where(item => item.Kind == Kind.Price && item.Product == product.Id && item.IsActive))
        {
            var slot = _ledger.PairOf(price);
            var isKnown = _ledger.Documents.TryGetValue(slot, out var shown) && shown.Product == pair;
            Require(isKnown || excuses.InConflict(slot, "*") || excuses.Parked(pair) is not null || universe.HasLostDisk, $"{price} can be bought, but no document shows it");
        }

        Default(document, product);
    }

    private void Price(Item document, Item product)
    {
        var pair = document.Id;
        if (excuses.InConflict(pair, "*"))
        {
            return;
        }

        if (document.Mirror is not { } mirror || !_ledger.Objects.TryGetValue(mirror, out var price))
        {
            Require(excuses.Waits(pair, "*") || (!document.IsActive && (_ledger.Deleted.Contains(pair) || _ledger.Deleted.Contains(document.Product!))), $"{document} has no Stripe price");
            return;
        }

        if (_ledger.PairOf(price) != pair || price.Product != product.Id)
        {
            Require(excuses.Waits(pair, "*") || (!document.IsActive && _ledger.Deleted.Contains(pair)), $"{document} names {price}, which is another's");
            return;
        }

        Same(document, price, pair);
        foreach (var other in _ledger.CounterpartsOf(pair).Where(other => other.Kind == Kind.Price && other.Id != mirror))
        {
            // The database was lost while the document moved: what the other product's price once was, nobody knows any more.
            // Nor is one archived again, that a person reactivates, while the product that it was left with waits for a person, or can sell nothing.
            var isLeft = other.Product is { } id && _ledger.Objects.TryGetValue(id, out var seller)
                && (!seller.IsActive || excuses.Parked(_ledger.PairOf(seller)) is not null || excuses.InConflict(_ledger.PairOf(seller), "*"));
            Require(!other.IsActive || isLeft || excuses.Waits(pair, "active") || (universe.HasLostDisk && other.Product != product.Id), $"{other} is another active price of {document}");
        }
    }

    private void Same(Item document, Item counterpart, string pair)
    {
        foreach (var field in document.Differences(counterpart))
        {
            // Where one side says nothing to a field that only travels from there, the other one keeps what it says.
            var isFree = universe.Setting.Travels(field) switch
            {
                Direction.ToStripe => document[field] is null,
                Direction.ToSanity => counterpart[field] is null,
                var direction => direction == Direction.Off,
            };
            Require(isFree || IsAtHome(document, counterpart, field) || excuses.Waits(pair, field), $"{field} of {document} and {counterpart}");
        }
    }

    // The winner of the conflict may not travel: each side keeps its own, and the journal tells the value that lost.
    private bool IsAtHome(Item document, Item counterpart, string field) => (universe.Setting.Travels(field), universe.Setting.WinnerOf(field)) switch
    {
        (Direction.ToStripe, Winner.Stripe) => excuses.Keeps(document.Id, field, document[field]),
        (Direction.ToSanity, Winner.Sanity) => excuses.Keeps(document.Id, field, counterpart[field]),
        _ => false,
    };

    // A reference that does not resolve, or to a price that cannot be sold, says nothing.
    private void Default(Item document, Item product)
    {
        var wished = document["default_price"];
        var isSaid = wished is null || (_ledger.Documents.TryGetValue(wished, out var price) && price.Product == document.Id && price.IsActive);
        var shown = product["default_price"] is { } id && _ledger.Objects.TryGetValue(id, out var current) ? _ledger.PairOf(current) : null;
        var shownBy = shown is not null ? _ledger.Documents.GetValueOrDefault(shown) : null;
        var isUnknown = shown is not null && shownBy is null && (universe.HasLostDisk || excuses.InConflict(shown, "*"));

        // With the database went what tells whose price it was before its document moved away.
        isUnknown |= universe.HasLostDisk && shownBy is not null && shownBy.Product != document.Id;
        isUnknown |= wished is not null && excuses.InConflict(wished, "active");
        Require(!isSaid || wished == shown || isUnknown || excuses.Waits(document.Id, "default_price"), $"default_price: {wished ?? "none"} in Sanity, {shown ?? "none"} in Stripe, of {document}");
    }

    private void Undocumented(Item product)
    {
        var pair = _ledger.PairOf(product);

        // A document that asks to be left alone may have asked so before the product learned of it.
        var isLeftAlone = _ledger.Documents.Values.Any(document => document.IsLeftAlone && document.Mirror == product.Id);
        Require(
            !product.IsActive || isLeftAlone || excuses.Parked(pair) is not null || excuses.InConflict(pair, "*") || (universe.HasLostDisk && product.Mirror is not null),
            $"{product} is active, but has no document");
    }

    private void Orphan(Item price) =>
        Require(
            _ledger.CounterpartsOf(price.Id).All(other => !other.IsActive) || excuses.Waits(price.Id, "*"),
            $"{price} belongs to no published product, but can be bought in Stripe");

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new ViolationException("UNCONVERGED", what);
        }
    }
}
