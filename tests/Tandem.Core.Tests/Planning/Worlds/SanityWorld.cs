using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>A dataset with one product and its price documents, as the planner sees it: published documents, drafts of the product, guarded transactions.</summary>
internal sealed class SanityWorld
{
    private int _revision;

    public SanityWorld()
    {
    }

    /// <summary>A copy of a dataset.</summary>
    public SanityWorld(SanityWorld like) => (_revision, Docs, Drafts) = (like._revision, new(like.Docs, StringComparer.Ordinal), new(like.Drafts, StringComparer.Ordinal));

    public Dictionary<string, Doc> Docs { get; } = new(StringComparer.Ordinal);

    /// <summary>Open drafts of documents, by published id.</summary>
    public Dictionary<string, DraftView> Drafts { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the last look found a default price that points to nothing.</summary>
    public bool HadDangling { get; private set; }

    public string NextRevision() => $"r{++_revision}";

    public void Put(Doc doc) => Docs[doc.Id] = doc with { Revision = NextRevision() };

    /// <summary>An editor changes fields of a published document.</summary>
    public bool Edit(string id, string field, FieldValue? value)
    {
        if (!Docs.TryGetValue(id, out var doc) || Equals(doc.Fields[field], value))
        {
            return false;
        }

        Put(doc with { Fields = doc.Fields.With(field, value) });
        return true;
    }

    public Observation Observe(ProductRecord record)
    {
        var asked = record.Slots.Select(slot => slot.Slot).ToHashSet(StringComparer.Ordinal);
        var product = Docs.GetValueOrDefault(record.Key.DocumentId);
        HadDangling = product is not null && Resolved(product.Fields)[FieldNames.DefaultPrice] is FieldValue.Unresolved;
        var prices = Docs.Values.Where(doc => doc.Kind == Kind.Price && (doc.ProductId == record.Key.DocumentId || asked.Contains(doc.Id)));
        return new Observation
        {
            Product = product is null ? null : new ProductView
            {
                Id = product.Id, Revision = product.Revision, Fields = Resolved(product.Fields), Mirror = product.Mirror, Drafts = DraftsOf(product.Id),
            },
            Prices = [.. prices.OrderBy(doc => doc.Id, StringComparer.Ordinal).Select(View)],
            Gone = [.. asked.Append(record.Key.DocumentId).Where(id => !Docs.ContainsKey(id))],
        };
    }

    /// <summary>Applies all changes as one transaction, or none: null when a guard refuses it.</summary>
    public IReadOnlyList<AppliedChange>? Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            var isFree = change switch
            {
                Change.Create create => !Docs.ContainsKey(create.Id!),
                Change.Update update => Docs.TryGetValue(update.Id, out var doc) && doc.Revision == update.Revision
                    && update.Drafts.All(draft => Drafts.Values.Any(open => open.Id == draft.Id && open.Revision == draft.Revision)),
                _ => true,
            };
            if (!isFree)
            {
                return null;
            }
        }

        return [.. changes.Select(Apply)];
    }

    private AppliedChange Apply(Change change)
    {
        switch (change)
        {
            case Change.Create create:
                Put(new Doc(create.Id!, create.Kind) { Fields = create.Fields, Mirror = create.Mirror, ProductId = create.ProductId, Prices = create.AddPrices });
                return Shown(change, create.Id!);
            case Change.Update update:
                var doc = Docs[update.Id];
                Assert.All(update.Fields, field => Assert.Equal(Told(field.Field, doc.Fields[field.Field]), Told(field.Field, Unresolved(field.From))));
                Put(doc with
                {
                    Fields = update.Fields.Aggregate(doc.Fields, (fields, field) => fields.With(field.Field, field.To)),
                    Mirror = update.Mirror ?? doc.Mirror,
                    Prices = [.. doc.Prices.Union(update.AddPrices)],
                });
                foreach (var draft in update.Drafts)
                {
                    var open = Drafts[update.Id];
                    Drafts[update.Id] = open with
                    {
                        Revision = NextRevision(),
                        Fields = draft.Fields.Aggregate(open.Fields, (fields, field) => fields.With(field.Field, field.To)),
                        Mirror = draft.Mirror ?? open.Mirror,
                    };
                }

                return Shown(change, update.Id);
            default:
                throw new InvalidOperationException($"{change} is no write to Sanity.");
        }
    }

    private AppliedChange Shown(Change change, string id)
    {
        var doc = Docs[id];
        return doc.Kind == Kind.Product
            ? new AppliedChange(change, new ProductView { Id = id, Revision = doc.Revision, Fields = Resolved(doc.Fields), Mirror = doc.Mirror }, null)
            : new AppliedChange(change, null, View(doc));
    }

    private PriceView View(Doc doc) => new()
    {
        Id = doc.Id, Revision = doc.Revision, Fields = doc.Fields, ProductId = doc.ProductId, Mirror = doc.Mirror, Drafts = DraftsOf(doc.Id),
    };

    private ImmutableArray<DraftView> DraftsOf(string id) => Drafts.TryGetValue(id, out var draft) ? [draft] : [];

    // A reference to a document that is not published resolves to nothing.
    private Fields Resolved(Fields fields) =>
        fields[FieldNames.DefaultPrice] is FieldValue.Text { Value: var id } && !Docs.ContainsKey(id)
            ? fields.With(FieldNames.DefaultPrice, new FieldValue.Unresolved(id))
            : fields;

    /// <summary>An unset flag means yes.</summary>
    public static FieldValue? Told(string field, FieldValue? value) => field == FieldNames.Active && value is null ? new FieldValue.Flag(true) : value;

    private static FieldValue? Unresolved(FieldValue? value) => value is FieldValue.Unresolved { Reference: var id } ? new FieldValue.Text(id) : value;
}

/// <summary>A published document.</summary>
internal sealed record Doc(string Id, Kind Kind)
{
    public string Revision { get; init; } = "";

    public Fields Fields { get; init; } = Fields.None;

    public string? Mirror { get; init; }

    public string? ProductId { get; init; }

    public ImmutableArray<string> Prices { get; init; } = [];

    public override string ToString() => $"{Id} {Fields} mirror={Mirror} product={ProductId} prices=[{string.Join(' ', Prices)}]";
}
