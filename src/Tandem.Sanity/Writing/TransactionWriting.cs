using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>A write's changes as the mutations of one transaction.</summary>
/// <param name="schema">Where the documents hold what.</param>
/// <param name="changes">The changes.</param>
/// <param name="before">The documents as they are, as far as the changes depend on that.</param>
/// <param name="server">Where uploaded pictures are shown.</param>
internal sealed class TransactionWriting(SanitySchema schema, IReadOnlyCollection<Change> changes, DocumentSet before, PictureServer server)
{
    private readonly List<JsonObject> _mutations = [];

    /// <summary>The mutations in order; none when everything is as it should be.</summary>
    public JsonArray Mutations()
    {
        foreach (var change in changes)
        {
            switch (change)
            {
                case Change.Create create:
                    _mutations.Add(new JsonObject { ["create"] = Document(create) });
                    break;
                case Change.Update update:
                    Patch(update);
                    break;
                case Change.Unflag unflag:
                    _mutations.Add(Clear(unflag));
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        return new JsonArray([.. _mutations]);
    }

    private JsonObject Document(Change.Create create)
    {
        var document = new JsonObject { ["_id"] = create.Id, ["_type"] = schema.TypeOf(create.Kind) };
        var currency = (create.Fields[FieldNames.Currency] as FieldValue.Text)?.Value;
        foreach (var (name, value) in create.Fields)
        {
            foreach (var (held, content) in FieldWriting.Held(FieldOf(create.Kind, name), new FieldChange(name, null, value) { Shown = create.Shown[name] }, currency, null, server))
            {
                if (content is not null)
                {
                    FieldWriting.Put(document, FieldPath.Parse(held)!.Steps.AsSpan(), content);
                }
            }
        }

        foreach (var condition in schema.Conditions.Where(condition => condition.Kind == create.Kind && !condition.IsException))
        {
            // Or what Stripe makes would be left alone from its birth.
            FieldWriting.Put(document, FieldPath.Parse(condition.Path)!.Steps.AsSpan(), JsonNode.Parse(condition.Value.GetRawText())!);
        }

        if (create.Mirror is { } mirror)
        {
            document[SanitySchema.MirrorOf(create.Kind)] = mirror;
        }

        if (create is { Kind: Kind.Price, ProductId: { } product })
        {
            document[SanitySchema.PriceProduct] = FieldWriting.Reference(product);
        }

        if (create.Kind == Kind.Product && BornWith(create.Id!) is { Count: > 0 } prices)
        {
            document[SanitySchema.ProductPrices] = new JsonArray([.. prices.Select(FieldWriting.Entry)]);
        }

        document[SanitySchema.Flag] = true;
        return document;
    }

    private void Patch(Change.Update update)
    {
        var published = new DocumentPatch(update.Id, update.Revision, before.Find(update.Id), server);
        Write(published, update.Kind, update.Fields, update.Mirror, before.Find(update.Id));
        published.AddPrices(update.AddPrices.Except(Listed(update.Id)));
        _mutations.AddRange(published.Mutations());

        foreach (var draft in update.Drafts)
        {
            var patch = new DocumentPatch(draft.Id, draft.Revision, before.Find(draft.Id), server);
            var writable = draft.Fields.Where(change => OneWay.Problem(schema.Find(update.Kind, change.Field), change, before.Find(draft.Id)) is null);
            Write(patch, update.Kind, [.. writable], draft.Mirror, before.Find(draft.Id));
            patch.AddPrices(update.AddPrices.Except(Listed(draft.Id)));
            _mutations.AddRange(patch.Mutations());
        }

        // Publishing copies the whole draft: an entry that only the published document has would vanish with it. Appending needs no guard.
        var others = before.DraftsOf(update.Id).Select(document => document.Text("_id")!).Except(update.Drafts.Select(draft => draft.Id));
        foreach (var id in update.AddPrices.IsEmpty ? [] : others)
        {
            var patch = new DocumentPatch(id, null, before.Find(id), server);
            patch.AddPrices(update.AddPrices.Except(Listed(id)));
            _mutations.AddRange(patch.Mutations());
        }
    }

    private void Write(DocumentPatch patch, Kind kind, IReadOnlyCollection<FieldChange> fields, string? mirror, JsonElement? document)
    {
        var currency = fields.FirstOrDefault(change => change.Field == FieldNames.Currency) is { } other
            ? (other.To as FieldValue.Text)?.Value
            : document is { } held ? FieldReading.CurrencyOf(held, schema) : null;
        foreach (var change in fields)
        {
            patch.Write(FieldOf(kind, change.Field), change, currency);
        }

        if (mirror is not null)
        {
            patch.Mark(SanitySchema.MirrorOf(kind), JsonValue.Create(mirror));
        }

        if (fields.Count > 0)
        {
            // The flag tells editors of changes that Stripe made; a repaired mirror is none.
            patch.Mark(SanitySchema.Flag, JsonValue.Create(true));
        }
    }

    private static JsonObject Clear(Change.Unflag unflag) => new()
    {
        ["patch"] = new JsonObject
        {
            ["query"] = Groq.Flagged,
            ["params"] = new JsonObject
            {
                ["ids"] = Texts(unflag.Ids),
                ["drafts"] = Texts(unflag.Ids.Select(SanityId.DraftOf)),
            },
            ["set"] = new JsonObject { [SanitySchema.Flag] = false },
        },
    };

    private IEnumerable<string> Listed(string whole) => before.Find(whole) is { } document
        ? document.Items(SanitySchema.ProductPrices).Select(entry => entry.Text("_ref")).OfType<string>()
        : BornWith(whole);

    // What a product that this transaction makes lists from the start: also the prices that are made with it.
    private List<string> BornWith(string product)
    {
        var creates = changes.OfType<Change.Create>().ToList();
        return creates.Find(create => create.Kind == Kind.Product && create.Id == product) is { } born
            ? [.. born.AddPrices.Union(creates.Where(create => create.Kind == Kind.Price && create.ProductId == product).Select(create => create.Id!), StringComparer.Ordinal)]
            : [];
    }

    private SanityField FieldOf(Kind kind, string field) =>
        schema.Find(kind, field) ?? throw new InvalidOperationException($"The documents have no place for the field {field}.");

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(JsonNode (text) => JsonValue.Create(text))]);
}
