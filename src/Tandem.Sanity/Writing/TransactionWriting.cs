using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>A write's changes as the mutations of one transaction.</summary>
/// <param name="schema">Where the documents hold what.</param>
/// <param name="write">The changes.</param>
/// <param name="before">The documents as they are, as far as the changes depend on that.</param>
/// <param name="server">Where uploaded pictures are shown.</param>
internal sealed class TransactionWriting(SanitySchema schema, Write write, DocumentSet before, PictureServer server)
{
    private readonly List<IEnumerable<JsonObject>> _mutations = [];
    private readonly Dictionary<string, DocumentPatch> _patches = new(StringComparer.Ordinal);

    /// <summary>The mutations in order; none when everything is as it should be.</summary>
    public JsonArray Mutations()
    {
        foreach (var change in write.Changes)
        {
            switch (change)
            {
                case Change.Create create when WrittenPlace.Of(schema, create) is { Key: not null } place:
                    Insert(create, place);
                    break;
                case Change.Create create:
                    _mutations.Add([new JsonObject { ["create"] = Document(create) }]);
                    break;
                case Change.Update update:
                    Patch(update);
                    break;
                case Change.Unflag unflag:
                    _mutations.Add([Clear(unflag)]);
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        // A document's patches are told only now that all its changes are known: one guard, and it comes first.
        return new JsonArray([.. _mutations.SelectMany(mutations => mutations)]);
    }

    private JsonObject Document(Change.Create create)
    {
        var document = new JsonObject { ["_id"] = create.Id, ["_type"] = schema.TypeOf(create.Kind) };
        Fill(document, create);
        foreach (var condition in schema.Conditions.Where(condition => condition.Kind == create.Kind && !condition.IsException))
        {
            // Or what Stripe makes would be left alone from its birth.
            FieldWriting.Put(document, FieldPath.Parse(condition.Path)!.Steps.AsSpan(), JsonNode.Parse(condition.Value.GetRawText())!);
        }

        if (create is { Kind: Kind.Price, ProductId: { } product })
        {
            document[SanitySchema.PriceProduct] = FieldWriting.Reference(product);
        }

        if (create.Kind == Kind.Product && schema.Entries is { } entries)
        {
            JsonNode[] born = [.. PricesMadeFor(create.Id!).Select(price => Entry(price, WrittenPlace.Of(schema, price), null))];
            if (born.Length > 0)
            {
                FieldWriting.Put(document, FieldPath.Parse(entries.List)!.Steps.AsSpan(), new JsonArray(born));
            }
        }
        else if (create.Kind == Kind.Product && BornWith(create.Id!) is { Count: > 0 } prices)
        {
            document[SanitySchema.ProductPrices] = new JsonArray([.. prices.Select(FieldWriting.Entry)]);
        }

        if (!write.IsEdit)
        {
            document[SanitySchema.Flag] = true;
        }

        return document;
    }

    // Everything that is changed in one document goes into one patch of it.
    private DocumentPatch PatchOf(string id, string? revision)
    {
        if (_patches.TryGetValue(id, out var known))
        {
            known.Guard(revision);
            return known;
        }

        var patch = new DocumentPatch(id, revision, before.Find(id), server);
        _mutations.Add(patch.Mutations());
        return _patches[id] = patch;
    }

    private void Patch(Change.Update update)
    {
        var place = WrittenPlace.Of(schema, update);
        var added = schema.Embedded is null ? update.AddPrices : [];
        var published = PatchOf(place.DocumentId, update.Revision);
        Write(published, place, update.Fields, update.Mirror, before.Find(place.DocumentId));
        published.AddPrices(added.Except(Listed(update.Id)));

        foreach (var draft in update.Drafts)
        {
            if (place.Key is not null && place.In(before.Find(draft.Id)) is null)
            {
                Bring(draft, place);
                continue;
            }

            var patch = PatchOf(draft.Id, draft.Revision);
            var writable = draft.Fields.Where(change => OneWay.Problem(place.Find(change.Field), change, before.Find(draft.Id)) is null);
            Write(patch, place, [.. writable], draft.Mirror, before.Find(draft.Id));
            patch.AddPrices(added.Except(Listed(draft.Id)));
        }

        // Publishing copies the whole draft: an entry that only the published document has would vanish with it. Appending needs no guard.
        var others = before.DraftsOf(update.Id).Select(document => document.Text("_id")!).Except(update.Drafts.Select(draft => draft.Id));
        foreach (var id in added.IsEmpty ? [] : others)
        {
            PatchOf(id, null).AddPrices(added.Except(Listed(id)));
        }
    }

    private void Write(DocumentPatch patch, WrittenPlace place, IReadOnlyCollection<FieldChange> fields, string? mirror, JsonElement? document)
    {
        var currency = fields.FirstOrDefault(change => change.Field == FieldNames.Currency) is { } other
            ? (other.To as FieldValue.Text)?.Value
            : place.In(document) is { } held ? FieldReading.CurrencyOf(held, schema) : null;
        foreach (var change in fields)
        {
            patch.Write(place.FieldOf(change.Field), place.Held(change), currency);
        }

        if (mirror is not null)
        {
            patch.Mark(place.Mirror, JsonValue.Create(mirror));
        }

        if (fields.Count > 0 && !write.IsEdit)
        {
            // The flag tells editors of changes that Stripe made; a repaired mirror is none.
            patch.Mark(SanitySchema.Flag, JsonValue.Create(true));
        }
    }

    // A price that is an entry of its product's document: at the end of the list, in drafts too, or publishing one would take it out.
    private void Insert(Change.Create create, WrittenPlace place)
    {
        if (before.Find(place.DocumentId) is not { } document)
        {
            // Its product is made by the same transaction, and is born with it.
            return;
        }

        var list = schema.Embedded!;
        var published = PatchOf(place.DocumentId, document.Text("_rev"));
        published.AddEntry(list, Entry(create, place, document));
        if (!write.IsEdit)
        {
            published.Mark(SanitySchema.Flag, JsonValue.Create(true));
        }

        foreach (var draft in before.DraftsOf(place.DocumentId).Where(draft => place.In(draft) is null))
        {
            PatchOf(draft.Text("_id")!, null).AddEntry(list, Entry(create, place, draft));
        }
    }

    // A draft that does not have the entry at all gets it as it is published.
    private void Bring(DraftChange draft, WrittenPlace place)
    {
        if (place.In(before.Find(place.DocumentId)) is { } entry && before.Find(draft.Id) is not null)
        {
            PatchOf(draft.Id, draft.Revision).AddEntry(schema.Embedded!, JsonNode.Parse(entry.GetRawText())!.AsObject());
        }
    }

    // Entries of a list are told apart by their types too; the others know it.
    private JsonObject Entry(Change.Create create, WrittenPlace place, JsonElement? document)
    {
        var entry = new JsonObject { ["_key"] = place.Key };
        var others = document is { } held ? schema.Entries!.Of(held).Select(other => other.Content.Text("_type")) : [];
        if ((others.FirstOrDefault(type => type is not null) ?? schema.EntryType) is { } named)
        {
            entry["_type"] = named;
        }

        Fill(entry, create);
        return entry;
    }

    private void Fill(JsonObject made, Change.Create create)
    {
        var currency = create.Fields[FieldNames.Currency] is FieldValue.Text code ? code.Value : null;
        var document = WrittenPlace.Of(schema, create) with { Key = null };
        foreach (var (name, value) in create.Fields)
        {
            var field = document.FieldOf(name);
            foreach (var (held, content) in FieldWriting.Held(field, document.Held(new FieldChange(name, null, value) { Shown = create.Shown[name] }), currency, null, server))
            {
                if (content is not null)
                {
                    FieldWriting.Put(made, FieldPath.Parse(held)!.Steps.AsSpan(), content);
                }
            }
        }

        if (create.Mirror is { } mirror)
        {
            made[SanitySchema.MirrorOf(create.Kind)] = mirror;
        }
    }

    private IEnumerable<Change.Create> PricesMadeFor(string product) => write.Changes.OfType<Change.Create>().Where(create => create.Kind == Kind.Price && create.ProductId == product);

    private JsonObject Clear(Change.Unflag unflag)
    {
        var ids = schema.DocumentsAmong(unflag.Ids);
        return new JsonObject
        {
            ["patch"] = new JsonObject
            {
                ["query"] = Groq.Flagged,
                ["params"] = new JsonObject
                {
                    ["ids"] = Texts(ids),
                    ["drafts"] = Texts(ids.Select(SanityId.DraftOf)),
                },
                ["set"] = new JsonObject { [SanitySchema.Flag] = false },
            },
        };
    }

    private IEnumerable<string> Listed(string whole) => before.Find(whole) is { } document
        ? document.Items(SanitySchema.ProductPrices).Select(entry => entry.Text("_ref")).OfType<string>()
        : BornWith(whole);

    // What a product that this transaction makes lists from the start: also the prices that are made with it.
    private List<string> BornWith(string product)
    {
        var creates = write.Changes.OfType<Change.Create>().ToList();
        return creates.Find(create => create.Kind == Kind.Product && create.Id == product) is { } born
            ? [.. born.AddPrices.Union(PricesMadeFor(product).Select(create => create.Id!), StringComparer.Ordinal)]
            : [];
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(JsonNode (text) => JsonValue.Create(text))]);
}
