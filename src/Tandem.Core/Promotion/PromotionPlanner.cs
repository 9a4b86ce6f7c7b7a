using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Plans the promotion of one product: a three-way merge, one way, of its documents there and here.</summary>
/// <remarks>
/// What was edited here since the last promotion is not lost: it stays, and is told. Nothing is deleted here because it is gone there, and what a document there does
/// not say is only cleared here where it said it at the last promotion.
/// </remarks>
internal sealed class PromotionPlanner
{
    private readonly PromotionSituation _seen;
    private readonly Policy _from;
    private readonly Policy _to;
    private readonly ImmutableSortedDictionary<string, string> _prices;
    private readonly List<Change> _changes = [];
    private readonly List<string> _notes = [];
    private bool _isContested;

    public PromotionPlanner(PromotionSituation seen)
    {
        _seen = seen with { Source = Flags.Told(seen.Source), Target = Flags.Told(seen.Target) };
        var shown = new[] { _seen.Source, _seen.Target }.SelectMany(Named).Distinct().ToList();
        (_from, _to, _prices) = (seen.SourcePolicy.For(shown), seen.TargetPolicy.For(shown), PromotionIds.OfPrices(_seen));
    }

    private string Reason => $"promoted from {_seen.Origin}";

    private ProductView? Product => _seen.Target.Product;

    public Promotion Plan()
    {
        var unchanged = _seen.Known ?? new Promoted { Source = _seen.Source.Product?.Id ?? _seen.Key.DocumentId, Target = _seen.Key.DocumentId };
        if (LeftAlone() is { } why)
        {
            return new Promotion { Key = _seen.Key, Changes = [], After = _seen.Target, Next = unchanged, Notes = [why], IsLeftAlone = true };
        }

        // Prices first: the product lists those that are made.
        var prices = _seen.Source.Prices.Where(price => _prices.ContainsKey(price.Id)).Select(Price).ToList();
        var made = _changes.OfType<Change.Create>().Select(create => create.Id!).ToImmutableArray();
        var product = Merge(Kind.Product, Document.Of(_seen.Source.Product)!, Document.Of(Product), unchanged.Fields);
        Write(product, made);
        return new Promotion
        {
            Key = _seen.Key,
            Changes = [.. _changes],
            After = After(product, prices),
            Next = unchanged with
            {
                Fields = product.Next,
                Prices = [.. unchanged.Prices.Where(known => prices.All(price => price.IsOut || price.Source != known.Source)), .. prices.Where(price => !price.IsOut).Select(price => new PromotedPrice(price.Source, price.Id, price.Merged.Next))],
            },
            Notes = [.. _notes.Distinct()],
            IsContested = _isContested,
        };
    }

    private string? LeftAlone() => _seen switch
    {
        { Source.Product: null } => $"{_seen.Known?.Source ?? _seen.Key.DocumentId} is not there in {_seen.Origin}: it stays here as it is.",
        { Source.Product.IsLeftAlone: true } => $"{_seen.Source.Product.Id} asks to be left alone in {_seen.Origin}.",
        { Target.Product.IsLeftAlone: true } => $"{_seen.Key.DocumentId} asks to be left alone here.",
        { Target.Product: null, Known: not null, Overwrites: false } => $"{_seen.Key.DocumentId} was promoted before and is gone here since: it is not made again (--overwrite makes it).",
        _ => null,
    };

    private MergedPrice Price(PriceView source)
    {
        var id = _prices[source.Id];
        var target = _seen.Target.Prices.FirstOrDefault(price => price.Id == id);
        var known = _seen.Known?.Prices.FirstOrDefault(price => price.Source == source.Id);
        if (target is { IsLeftAlone: true } || (target is null && known is not null && Product is not null && !_seen.Overwrites))
        {
            _notes.Add(target is null ? $"{id} was promoted before and is gone here since: it is not made again (--overwrite makes it)." : $"{id} asks to be left alone here.");
            return new MergedPrice(source.Id, id, target, new Merged([], target?.Fields ?? Fields.None, known?.Fields ?? Promoted.NoFields)) { IsOut = true };
        }

        var merged = Merge(Kind.Price, Document.Of(source)!, Document.Of(target), known?.Fields ?? Promoted.NoFields);
        var price = new MergedPrice(source.Id, id, target, merged) { IsEmbedded = source.IsEmbedded };
        if (target is null && !source.Refused.IsEmpty)
        {
            _notes.Add($"{id} is not made: its price in {_seen.Origin} must be mended first.");
            return price with { IsOut = true };
        }

        if (target is null)
        {
            _changes.Add(new Change.Create { Side = Side.Sanity, Kind = Kind.Price, Slot = id, Id = id, ProductId = _seen.Key.DocumentId, Fields = merged.After, Reason = Reason });
        }
        else if (!merged.Changes.IsEmpty)
        {
            _changes.Add(new Change.Update
            {
                Side = Side.Sanity, Kind = Kind.Price, Slot = id, Id = id, ProductId = _seen.Key.DocumentId, Revision = target.Revision, Fields = merged.Changes, Reason = Reason,
                Drafts = Drafts.Follow(target.Drafts, merged.Changes, _seen.Record.Slot(id)?.Published ?? ProductRecord.NoneKnown, null),
            });
        }

        return price;
    }

    private void Write(Merged product, ImmutableArray<string> made)
    {
        if (Product is not { } document)
        {
            _changes.Insert(0, new Change.Create { Side = Side.Sanity, Kind = Kind.Product, Id = _seen.Key.DocumentId, Fields = product.After, Reason = Reason });
        }
        else if (!product.Changes.IsEmpty || !made.IsEmpty)
        {
            _changes.Add(new Change.Update
            {
                Side = Side.Sanity, Kind = Kind.Product, Id = document.Id, Revision = document.Revision, Fields = product.Changes, AddPrices = made, Reason = Reason,
                Drafts = Drafts.Follow(document.Drafts, product.Changes, _seen.Record.Published, null),
            });
        }
    }

    private Merged Merge(Kind kind, Document source, Document? target, ImmutableSortedDictionary<string, PromotedValue> known)
    {
        var (changes, after, next) = (ImmutableArray.CreateBuilder<FieldChange>(), target?.Fields ?? Fields.None, known);
        foreach (var rule in _to.RulesOf(kind).Where(rule => _from.Rule(kind, rule.Field) is { Direction: not Direction.Off }))
        {
            var field = rule.Field;
            var (there, here) = (Renamed(field, source.Fields[field]), target?.Fields[field]);
            if (rule.Direction != Direction.Both)
            {
                if (rule.Direction == Direction.ToStripe && !Equals(there, here))
                {
                    _notes.Add($"{source.Id}, {field} does not travel both ways: it stays as it is here.");
                }

                continue;
            }

            if ((source.Refused.GetValueOrDefault(field) ?? target?.Refused.GetValueOrDefault(field)) is { } problem)
            {
                _notes.Add($"{(source.Refused.ContainsKey(field) ? $"{source.Id} in {_seen.Origin}" : target!.Id)}, {field}: {problem}");
                continue;
            }

            if (there is FieldValue.Unresolved)
            {
                continue;
            }

            var last = target is not null && known.TryGetValue(field, out var value) ? value : (PromotedValue?)null;
            switch (Decide(there, here, last))
            {
                case Way.Equal:
                    next = next.SetItem(field, new PromotedValue(there, here));
                    break;
                case Way.Over:
                    changes.Add(new FieldChange(field, here, there));
                    after = after.With(field, there);
                    next = next.SetItem(field, new PromotedValue(there, there));
                    break;
                case Way.Stays:
                    _notes.Add($"{target!.Id}, {field} was edited here since the last promotion: it stays {here?.ToString() ?? "unset"} (--overwrite takes {there?.ToString() ?? "nothing"} over from {_seen.Origin}).");
                    _isContested |= !Equals(last!.Value.Source, there);
                    break;
                default:
                    break;
            }
        }

        return new Merged(changes.DrainToImmutable(), after, next);
    }

    private Way Decide(FieldValue? there, FieldValue? here, PromotedValue? known) => known switch
    {
        _ when Equals(there, here) => Way.Equal,

        // What the other one never said clears nothing.
        null => there is null ? Way.None : Way.Over,
        { } then when Equals(then.Target, here) => Equals(then.Source, there) ? Way.None : Way.Over,
        _ => _seen.Overwrites ? Way.Over : Way.Stays,
    };

    // The default price by its id here; one that does not come along is as good as unknown.
    private FieldValue? Renamed(string field, FieldValue? value) => field == FieldNames.DefaultPrice && value is FieldValue.Text { Value: var price }
        ? _prices.TryGetValue(price, out var here) ? new FieldValue.Text(here) : new FieldValue.Unresolved(price)
        : value;

    private Observation After(Merged product, List<MergedPrice> prices)
    {
        var made = prices.Where(price => price is { Target: null, IsOut: false });
        var kept = _seen.Target.Prices.Select(price => prices.Find(merged => merged.Id == price.Id) is { } merged ? price with { Fields = merged.Merged.After } : price);
        return _seen.Target with
        {
            Product = (Product ?? new ProductView { Id = _seen.Key.DocumentId, Fields = Fields.None }) with { Fields = product.After },
            Prices = [.. kept, .. made.Select(price => new PriceView { Id = price.Id, Fields = price.Merged.After, ProductId = _seen.Key.DocumentId, IsEmbedded = price.IsEmbedded })],
        };
    }

    private static IEnumerable<(Kind Kind, string Field)> Named(Observation shown) =>
        (shown.Product?.Fields.Names ?? []).Select(field => (Kind.Product, field)).Concat(shown.Prices.SelectMany(price => price.Fields.Names).Select(field => (Kind.Price, field)));

    private enum Way
    {
        None,
        Equal,
        Over,
        Stays,
    }

    // What both sorts of views have in common.
    private sealed record Document(string Id, Fields Fields, ImmutableSortedDictionary<string, string> Refused)
    {
        public static Document? Of(ProductView? product) => product is null ? null : new Document(product.Id, product.Fields, product.Refused);

        public static Document? Of(PriceView? price) => price is null ? null : new Document(price.Id, price.Fields, price.Refused);
    }

    private sealed record Merged(ImmutableArray<FieldChange> Changes, Fields After, ImmutableSortedDictionary<string, PromotedValue> Next);

    private sealed record MergedPrice(string Source, string Id, PriceView? Target, Merged Merged)
    {
        public bool IsEmbedded { get; init; }

        // It stays as it is, or is not made.
        public bool IsOut { get; init; }
    }
}
