using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Carries out a write as one guarded transaction.</summary>
internal sealed class Applying(SanityClient client, PictureServer server, PictureAssets assets, SanitySchema schema)
{
    /// <summary>One write, and one read before it where a change depends on what the document holds.</summary>
    public async Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation)
    {
        if (Bad(write) is { } bad)
        {
            return SanityFaults.Refused(null, null, bad);
        }

        var before = await Before(write, cancellation);
        if (before.Fault is { } unread)
        {
            return unread;
        }

        if (Objection(write, before.Value!) is { } objection)
        {
            return objection;
        }

        var mutations = new TransactionWriting(schema, write, before.Value!, server).Mutations();
        if (mutations.Count == 0)
        {
            return new Written();
        }

        var outcome = await client.Mutate(mutations, write.Token, target => FieldWith(write, target), cancellation);
        if (outcome.Fault is CatalogFault.Refused { Field: FieldNames.Images })
        {
            assets.Forget();
        }

        return outcome.Fault is { } fault ? fault : Shown(outcome.Value!);
    }

    private Written Shown(Mutated mutated)
    {
        // The transaction passed, so every strong reference in it leads to a document that exists.
        var documents = new DocumentSet(mutated.Documents.Values);
        var context = new ReadingContext(schema, server, (id, isWeak) => !isWeak || documents.Find(id) is not null);
        var views = new DocumentViews(documents, context);
        return new Written
        {
            Products = views.Products(),
            Prices = views.Prices(),
            RequestId = mutated.TransactionId,
            WasRepeated = mutated.WasRepeated,
        };
    }

    private async Task<Outcome<DocumentSet>> Before(Write write, CancellationToken cancellation)
    {
        var ids = Inspected(write).SelectMany(update => DocumentsOf(WrittenPlace.Of(schema, update)).Concat(update.Drafts.Select(draft => draft.Id)))
            .Concat(Inserted(write).SelectMany(create => DocumentsOf(WrittenPlace.Of(schema, create))));
        var read = await client.Documents(ids.Distinct(StringComparer.Ordinal), Versions.All, "before", cancellation);
        return read.Fault is { } fault ? fault : new DocumentSet(read.Value!.Documents);
    }

    private static string[] DocumentsOf(WrittenPlace place) => [place.DocumentId, SanityId.DraftOf(place.DocumentId)];

    private CatalogFault? Objection(Write write, DocumentSet before)
    {
        if (before.All.Any(document => document.Text("_rev") == write.Token))
        {
            // It is done already, and Sanity will say so.
            return null;
        }

        foreach (var place in Inserted(write).Select(create => WrittenPlace.Of(schema, create)))
        {
            if (before.Find(place.DocumentId) is not { } document)
            {
                return SanityFaults.Stale($"The document {place.DocumentId} is not there any more.");
            }

            if (place.In(document) is not null)
            {
                return SanityFaults.Stale($"The document {place.DocumentId} has a price {place.Key} already.");
            }
        }

        foreach (var update in Inspected(write))
        {
            var place = WrittenPlace.Of(schema, update);
            if (before.Find(place.DocumentId) is not { } document || place.In(document) is null)
            {
                return SanityFaults.Stale($"The document {update.Id} is not there any more.");
            }

            if (update.Revision is { } revision && document.Text("_rev") != revision)
            {
                return SanityFaults.Stale($"The document {update.Id} moved before the write came.");
            }

            foreach (var change in update.Fields)
            {
                if (OneWay.Problem(place.Find(change.Field), change, document) is { } problem)
                {
                    return SanityFaults.Refused(change.Field, null, problem);
                }
            }
        }

        return null;
    }

    // Documents that the same write makes are known already.
    private IEnumerable<Change.Update> Inspected(Write write)
    {
        var made = write.Changes.OfType<Change.Create>().Select(create => create.Id).ToHashSet(StringComparer.Ordinal);
        return write.Changes.OfType<Change.Update>().Where(update => !made.Contains(update.Id) && IsInspected(update));
    }

    // Prices that are made in a document that is there: what its list and its drafts hold decides how.
    private IEnumerable<Change.Create> Inserted(Write write) => schema.Embedded is null
        ? []
        : write.Changes.OfType<Change.Create>().Where(create => create.Kind == Kind.Price && !write.Changes.OfType<Change.Create>().Any(product => product.Kind == Kind.Product && product.Id == create.ProductId));

    private bool IsInspected(Change.Update update) =>
        !update.AddPrices.IsEmpty

        // Several changes may be about the same document, of which only the first one's revision can guard it.
        || schema.Embedded is not null
        || update.Fields.Concat(update.Drafts.SelectMany(draft => draft.Fields))
            .Any(change => schema.Find(update.Kind, change.Field) is { } field && (OneWay.IsPossible(field) || field.IsInEntry || field.Shape == FieldShape.MajorAmount));

    private static string? FieldWith(Write write, string target)
    {
        if (PictureServer.IsAsset(target))
        {
            return FieldNames.Images;
        }

        foreach (var change in write.Changes)
        {
            var field = change switch
            {
                Change.Create create when create.Fields[FieldNames.DefaultPrice] == new FieldValue.Text(target) => FieldNames.DefaultPrice,
                Change.Create create when create.ProductId == target => SanitySchema.PriceProduct,
                Change.Create create when create.AddPrices.Contains(target) => SanitySchema.ProductPrices,
                Change.Update update when update.Fields.Concat(update.Drafts.SelectMany(draft => draft.Fields))
                    .Any(field => field.Field == FieldNames.DefaultPrice && field.To == new FieldValue.Text(target)) => FieldNames.DefaultPrice,
                Change.Update update when update.AddPrices.Contains(target) => SanitySchema.ProductPrices,
                _ => null,
            };
            if (field is not null)
            {
                return field;
            }
        }

        return null;
    }

    // A Stripe id may hold what a document id cannot; such a product has no document that could be named after it.
    private string? Bad(Write write) => write.Changes.Select(Bad).FirstOrDefault(problem => problem is not null);

    private string? Bad(Change change) => change switch
    {
        Change.Create create => WrittenPlace.Of(schema, create).Problem() ?? Bad([.. create.ProductId is { } product ? [product] : ImmutableArray<string>.Empty, .. Referred(create.AddPrices)]),
        Change.Update update => WrittenPlace.Of(schema, update).Problem() ?? Bad([.. update.Drafts.Select(draft => draft.Id), .. Referred(update.AddPrices)]),
        Change.Unflag unflag => Bad(schema.DocumentsAmong(unflag.Ids)),
        _ => null,
    };

    private static string? Bad(ImmutableArray<string> ids) => ids.FirstOrDefault(id => SanityId.Parse(id) is null) is { } bad ? $"\"{bad}\" is no id that a Sanity document can have." : null;

    // Prices inside of a product's document are not referred to.
    private ImmutableArray<string> Referred(ImmutableArray<string> prices) => schema.Embedded is null ? prices : [];
}
