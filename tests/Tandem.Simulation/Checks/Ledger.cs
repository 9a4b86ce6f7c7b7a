using Tandem.Core;
using Tandem.Sandbox.Sanity;

namespace Tandem.Simulation;

/// <summary>Knows what each side shows, and whose doing every change was: people's changes are edits, the service's must come from one.</summary>
internal sealed class Ledger(Universe universe)
{
    private readonly SortedDictionary<string, Item> _sanity = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _held = new(StringComparer.Ordinal);
    private SortedDictionary<string, Item> _stripe = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pairs = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Pair, string Field), List<Edit>> _byField = [];
    private readonly HashSet<(string Pair, string Field, string Value)> _brought = [];

    /// <summary>All edits of people, in order.</summary>
    public List<Edit> Edits { get; } = [];

    /// <summary>Values that came back, to be judged once the journal is complete: a late write may do that, if it does not last.</summary>
    public List<(Edit Edit, Item Where, bool HadBeenShown)> Returned { get; } = [];

    /// <summary>Whether what is looked at was on the wire for longer than its sender waited.</summary>
    public bool IsLate { get; set; }

    /// <summary>What Stripe objects stood for that were deleted there.</summary>
    public HashSet<string> Deleted { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects that a person switched on: what they show again, they show because somebody wished it.</summary>
    public HashSet<string> Revived { get; } = new(StringComparer.Ordinal);

    /// <summary>Published documents.</summary>
    public IReadOnlyDictionary<string, Item> Documents => _sanity;

    /// <summary>Stripe's products and prices.</summary>
    public IReadOnlyDictionary<string, Item> Objects => _stripe;

    /// <summary>Takes note of a Sanity transaction; the documents are read when it is over.</summary>
    public void Touch(SanityTransaction transaction)
    {
        foreach (var id in transaction.DocumentIds.Where(id => !id.Contains('.')))
        {
            _touched.Add(id);
        }
    }

    /// <summary>Looks at what a person or the service has just done.</summary>
    /// <param name="isPerson">Whose doing it was.</param>
    /// <param name="meant">For a person in Sanity: whether they meant a field of a document to change.</param>
    public void Look(bool isPerson, Func<string, string, bool>? meant = null)
    {
        foreach (var id in _touched.Order(StringComparer.Ordinal).ToArray())
        {
            var held = _held.GetValueOrDefault(id) ?? [];
            var now = universe.Sanity.Document(id) is { } document ? universe.Setting.Layout.Read(document).Select(Item.Of).OfType<Item>().ToDictionary(item => item.Id) : [];
            _held[id] = [.. now.Keys];
            foreach (var name in now.Keys.Union(held).Order(StringComparer.Ordinal))
            {
                var item = now.GetValueOrDefault(name);
                Compare(Side.Sanity, name, _sanity.GetValueOrDefault(name), item, isPerson, meant);
                if (item is null)
                {
                    _sanity.Remove(name);
                }
                else
                {
                    _sanity[name] = item;
                }
            }
        }

        _touched.Clear();
        var stripe = new SortedDictionary<string, Item>(StringComparer.Ordinal);
        foreach (var value in universe.Stripe.Dashboard.Products.Concat(universe.Stripe.Dashboard.Prices))
        {
            var item = Item.OfStripe(value);
            stripe[item.Id] = item;
        }

        var before = _stripe;
        _stripe = stripe;
        foreach (var id in before.Keys.Union(stripe.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray())
        {
            Compare(Side.Stripe, id, before.GetValueOrDefault(id), stripe.GetValueOrDefault(id), isPerson, meant);
        }

        Carry(isPerson);
    }

    /// <summary>The service reads prices: those of a product that are active or archived, or the one of an id.</summary>
    public void Read(string? product, string? active, string? price)
    {
        foreach (var item in _stripe.Values.Where(item => item.Kind == Kind.Price && ((item.Product == product && active != (item.IsActive ? "false" : "true")) || item.Id == price)))
        {
            _read[item.Id] = Edits.Count;
        }
    }

    /// <summary>What an object and its counterpart are called together: the document's id.</summary>
    public string PairOf(Item item) => item.Side == Side.Sanity
        ? item.Id
        : item.Mirror ?? _pairs.GetValueOrDefault(item.Id) ?? (item.Kind == Kind.Product ? ProductKey.StripeProductPrefix : ProductKey.StripePricePrefix) + item.Id;

    /// <summary>The Stripe objects that stand for a document.</summary>
    public IEnumerable<Item> CounterpartsOf(string pair) => _stripe.Values.Where(item => PairOf(item) == pair);

    /// <summary>Whether the document of a price belongs to another product than the price that it still names: one that has nothing in Stripe itself, or nothing yet.</summary>
    public bool HasMoved(Item document, Item counterpart) =>
        counterpart.Product is { } product && _stripe.TryGetValue(product, out var owner) && PairOf(owner) != document.Product;

    /// <summary>The edits of one field, oldest first.</summary>
    public IReadOnlyList<Edit> Of(string pair, string field) => _byField.TryGetValue((pair, field), out var edits) ? edits : [];

    private void Compare(Side side, string id, Item? before, Item? after, bool isPerson, Func<string, string, bool>? meant)
    {
        if (after is null)
        {
            if (side == Side.Stripe)
            {
                // Before it was linked it stood for the document that names it.
                Deleted.UnionWith(Documents.Values.Where(document => before!.Mirror is null && document.Mirror == id).Select(document => document.Id).Append(PairOf(before!)));
            }

            foreach (var edit in Edits.Where(edit => edit.Side == side && edit.Object == id))
            {
                edit.IsDeleted = true;
            }

            return;
        }

        if (side == Side.Stripe && before is not null && before.Mirror != after.Mirror && !isPerson)
        {
            Rename(PairOf(before), PairOf(after), id);
        }

        foreach (var field in Item.Told.Where(field => before?[field] != after[field]))
        {
            if (isPerson)
            {
                Record(after, field, before?[field], side == Side.Sanity && meant?.Invoke(id, field) == false && before is not null);
            }
            else
            {
                Overtake(after, field);
                if (after[field] is { } value)
                {
                    Vouch(after, field, value);
                }
            }
        }

        if (isPerson && before is { IsActive: false } && after.IsActive)
        {
            Revived.Add(id);
        }

        foreach (var field in Item.Plain.Where(field => isPerson && before is not null && before[field] != after[field]))
        {
            universe.Note($"  {after.Side} {after.Id} {field}: {before![field]} → {after[field]}");
        }
    }

    private void Record(Item item, string field, string? before, bool isStale)
    {
        var pair = PairOf(item);
        var known = Of(pair, field);
        var edit = new Edit(Edits.Count, item.Side, item.Kind, item.Id, pair, field, item[field])
        {
            IsStale = isStale,
            IsAside = item is { Side: Side.Stripe, Kind: Kind.Price, IsActive: false } && _sanity.TryGetValue(pair, out var document) && document.Mirror is not null && document.Mirror != item.Id,

            // Unset says nothing before both sides have once agreed on something.
            IsReturn = known.Any(old => old.Value == item[field]) || (item[field] is null && (universe.HasLostDisk || !known.Any(old => old.IsAgreed))),
        };
        if (edit.Value is null && before is null)
        {
            return;
        }

        Edits.Add(edit);
        (_byField.TryGetValue((pair, field), out var edits) ? edits : _byField[(pair, field)] = []).Add(edit);
        universe.Note($"  {edit}");
    }

    // Stripe's events do not tell former currency_options: who edits them between the service's read and its write, is not seen (docs/GUARANTEES.md).
    private void Overtake(Item item, string field)
    {
        foreach (var edit in Of(PairOf(item), field).Where(edit => field == "also" && edit.Side == item.Side && edit.Object == item.Id && !edit.IsCarried && edit.Number >= _read.GetValueOrDefault(item.Id)))
        {
            edit.IsUnseen = edit.Side == Side.Stripe;
        }
    }

    // What the service writes, a person must have written before, on this very object or its counterpart.
    private void Vouch(Item item, string field, string value)
    {
        var pair = PairOf(item);
        var source = Of(pair, field).LastOrDefault(edit => edit.Value == value);
        if (source is null)
        {
            // A former price that stands for itself brings the values along that its old slot gave it.
            var others = CounterpartsOf(pair).Where(other => other.Id != item.Id).Concat(item.Side == Side.Stripe && _sanity.TryGetValue(pair, out var document) ? [document] : []);
            if (others.Any(other => other[field] == value) || _brought.Contains((pair, field, value)))
            {
                _brought.Add((pair, field, value));
                return;
            }

            throw new ViolationException("INVENTED", $"the service wrote {field} = {value} to {item.Side} {item.Kind} {item.Id} ({pair}), which nobody ever gave it");
        }

        // Who activates a former price again gives its document what it says.
        if (source.IsOver && !(item.Side == Side.Sanity && CounterpartsOf(pair).Any(other => other.IsActive && other[field] == value)))
        {
            Returned.Add((source, item, source.IsCarried && !IsLate));
        }
    }

    // Edits of an object belong to the document that it is linked to from now on; what is over for the former one is not for this one.
    private void Rename(string from, string to, string id)
    {
        _pairs[id] = to;
        if (from == to)
        {
            return;
        }

        foreach (var field in Item.Told)
        {
            foreach (var edit in Of(from, field).Where(edit => edit.Object == id).ToArray())
            {
                _byField[(from, field)].Remove(edit);
                var moved = edit with { Pair = to, IsOver = false };
                Edits[edit.Number] = moved;
                var list = _byField.TryGetValue((to, field), out var edits) ? edits : _byField[(to, field)] = [];
                list.Add(moved);
                list.Sort((one, other) => one.Number.CompareTo(other.Number));
            }
        }
    }

    /// <summary>
    /// The database was lost: what only it knew is not asked for. At first contact an unset field says nothing, and what a write of ours had overtaken in Stripe
    /// is shown nowhere.
    /// </summary>
    public void Forget()
    {
        foreach (var edit in Edits.Where(edit => !edit.IsCarried))
        {
            edit.IsForgotten |= edit.Value is null || (edit.Side == Side.Stripe && _stripe.TryGetValue(edit.Object, out var item) && item[edit.Field] != edit.Value);
        }

        // What one side has just cleared and the other still shows is one of these.
        foreach (var edit in Edits.Where(edit => edit.IsOver && IsShownBesideUnset(edit)))
        {
            edit.IsOver = false;
        }

        Returned.RemoveAll(returned => !returned.HadBeenShown && IsShownBesideUnset(returned.Edit));
    }

    private bool IsShownBesideUnset(Edit edit)
    {
        var shown = CounterpartsOf(edit.Pair).Concat(_sanity.TryGetValue(edit.Pair, out var document) ? [document] : []).Select(item => item[edit.Field]).ToList();
        return edit.Value is not null && shown.Contains(edit.Value) && shown.Contains(null);
    }

    private void Carry(bool isPerson)
    {
        foreach (var ((pair, field), edits) in _byField)
        {
            if (edits.Count == 0 || !_sanity.TryGetValue(pair, out var document))
            {
                continue;
            }

            var value = document[field];
            if (!CounterpartsOf(pair).Any(item => item[field] == value && (item.Kind == Kind.Product || ((item.Id == document.Mirror || item.IsActive) && !HasMoved(document, item)))))
            {
                continue;
            }

            var last = edits.LastOrDefault(edit => edit.Value == value);
            if (last is null || last.IsCarried)
            {
                continue;
            }

            foreach (var equal in edits.Where(edit => edit.Value == value))
            {
                equal.IsCarried = true;
                equal.IsAgreed |= !isPerson;
            }

            foreach (var older in edits.Where(edit => edit.Number < last.Number && edit.Value != value))
            {
                older.IsOver = true;
            }
        }
    }
}
