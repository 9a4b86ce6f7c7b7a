using Tandem.Core;

namespace Tandem.Simulation;

/// <summary>Judges every archive: was it somebody's wish, and could each product always be sold that could be sold before?</summary>
internal sealed class Sellable(Universe universe)
{
    private readonly HashSet<string> _wished = new(StringComparer.Ordinal);
    private readonly HashSet<(string Document, string Mirror)> _named = [];
    private Dictionary<string, Item> _before = [];
    private Dictionary<string, Item> _documents = [];

    /// <summary>Whether what is judged was sent by somebody who waits no more.</summary>
    public bool IsOrphan { get; set; }

    /// <summary>Notes what people wish to be off: documents and objects that are inactive, gone or somewhere else.</summary>
    public void Wish()
    {
        var ledger = universe.Ledger;
        foreach (var (id, item) in _documents)
        {
            if (!ledger.Documents.TryGetValue(id, out var now) || !now.IsActive || now.Product != item.Product)
            {
                _wished.Add(id);
            }
        }

        foreach (var item in ledger.Documents.Values.Where(item => !item.IsActive || (item.Product is { } product && !ledger.Documents.ContainsKey(product))))
        {
            _wished.Add(item.Id);
        }

        foreach (var (id, item) in _before)
        {
            if (!ledger.Objects.TryGetValue(id, out var now) || !now.IsActive)
            {
                _wished.Add(ledger.PairOf(item));
                _wished.Add(id);
            }
        }

        Remember();
    }

    /// <summary>Judges what the service has just written.</summary>
    public void Judge()
    {
        var ledger = universe.Ledger;
        foreach (var (id, before) in _before.Where(pair => pair.Value.IsActive))
        {
            if (ledger.Objects.TryGetValue(id, out var now) && !now.IsActive && !IsWarranted(before))
            {
                throw new ViolationException("UNWARRANTED ARCHIVE", $"the service archived {before}, and nobody wished it");
            }
        }

        foreach (var (id, before) in _documents.Where(pair => pair.Value.IsActive))
        {
            if (ledger.Documents.TryGetValue(id, out var now) && !now.IsActive && !_wished.Contains(id)
                && !(before.Mirror is { } mirror && _wished.Contains(mirror)) && !ledger.CounterpartsOf(id).Any(item => _wished.Contains(item.Id)))
            {
                throw new ViolationException("UNWARRANTED ARCHIVE", $"the service switched {before} off, and nobody wished it");
            }
        }

        foreach (var product in ledger.Objects.Values.Where(item => item is { Kind: Kind.Product, IsActive: true }))
        {
            var lost = _before.Values.Where(price => price.Product == product.Id && price.IsActive).ToList();
            var has = ledger.Objects.Values.Any(price => price.Product == product.Id && price.IsActive);

            // An archive that was on the wire when the service died may arrive when its successor is archived already: its event tells, and the price comes back.
            if (lost.Count > 0 && !has && !IsOrphan && !lost.Any(price => _wished.Contains(ledger.PairOf(price)) || _wished.Contains(ledger.PairOf(product))))
            {
                throw new ViolationException("UNSELLABLE", $"{product.Id} is active and has lost its last active price {lost[0].Id}");
            }
        }

        Remember();
    }

    private bool IsWarranted(Item before)
    {
        var ledger = universe.Ledger;
        if (_wished.Contains(ledger.PairOf(before)) || _named.Any(name => name.Mirror == before.Id && _wished.Contains(name.Document)))
        {
            return true;
        }

        // A price goes when its slot has another one, or when its product's document went.
        return before.Kind == Kind.Price
            && (ledger.CounterpartsOf(ledger.PairOf(before)).Any(other => other.Id != before.Id)
                || (before.Product is { } product && ledger.Objects.TryGetValue(product, out var owner) && IsWarranted(owner)));
    }

    private void Remember()
    {
        _before = new Dictionary<string, Item>(universe.Ledger.Objects, StringComparer.Ordinal);
        _documents = new Dictionary<string, Item>(universe.Ledger.Documents, StringComparer.Ordinal);
        _named.UnionWith(_documents.Values.Where(item => item.Mirror is not null).Select(item => (item.Id, item.Mirror!)));
    }
}
