using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Makes Stripe's pictures ready for documents that hold uploaded ones: what is not in the dataset yet is brought there, before anything is written.</summary>
internal sealed class Preparing(SanityClient client, SanitySchema schema, PictureServer server, PictureAssets assets, TimeProvider clock)
{
    /// <summary>How long all pictures of a write may take together: less than a lease.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The changes with what documents will show of their pictures. Nothing is asked where no mapping allows it.</summary>
    public async Task<Outcome<Prepared>> Prepare(ImmutableArray<Change> changes, CancellationToken cancellation)
    {
        if (!changes.Any(change => Pictured(change).Any()))
        {
            return new Prepared(changes);
        }

        using var late = new CancellationTokenSource(Patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            var ids = changes.OfType<Change.Update>().Where(update => Pictured(update).Any()).SelectMany(update => update.Drafts.Select(draft => draft.Id).Prepend(update.Id));
            var read = await client.Documents(ids.Distinct(StringComparer.Ordinal), Versions.Named, "picture", both.Token);
            return read.Fault is { } unread ? unread : await Prepare(changes, new DocumentSet(read.Value!.Documents), both.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return PictureFaults.Waits($"The pictures of one product took longer than {Patience.TotalSeconds:0} seconds together. They are tried again.");
        }
    }

    private async Task<Outcome<Prepared>> Prepare(ImmutableArray<Change> changes, DocumentSet before, CancellationToken cancellation)
    {
        var prepared = ImmutableArray.CreateBuilder<Change>();
        var brought = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            foreach (var (document, field, wanted) in Pictured(change))
            {
                var list = ListIn(before, document, field);
                foreach (var address in list.IsOfAddresses ? [] : Addresses(wanted).Where(address => list.Shows(address) is null && !brought.ContainsKey(address)))
                {
                    var asset = await assets.Asset(address, field.Downloads!.Value, cancellation);
                    if (asset.Fault is { } fault)
                    {
                        return fault;
                    }

                    brought[address] = asset.Value!;
                }
            }

            prepared.Add(With(change, (document, field, wanted) => Shown(ListIn(before, document, field), wanted, brought)));
        }

        return new Prepared(prepared.DrainToImmutable());
    }

    private static FieldValue? Shown(PictureList list, FieldValue? wanted, Dictionary<string, string> brought) => list.IsOfAddresses
        ? null
        : list.With(Addresses(wanted).Select(address => (address, list.Shows(address) ?? list.ShowsAsset(brought[address])!))).Shown;

    private PictureList ListIn(DocumentSet before, string? document, SanityField field) =>
        new(document is not null && before.Find(document) is { } held ? FieldPath.In(held, field.Name) : null, field, server);

    private Change With(Change change, Func<string?, SanityField, FieldValue?, FieldValue?> shown) => change switch
    {
        Change.Create made => made with { Shown = Pictured(made).Aggregate(made.Shown, (all, picture) => all.With(picture.Field.Field, shown(null, picture.Field, picture.Wanted))) },
        Change.Update update => update with
        {
            Fields = With(update, update.Id, update.Fields, shown),
            Drafts = [.. update.Drafts.Select(draft => draft with { Fields = With(update, draft.Id, draft.Fields, shown) })],
        },
        _ => change,
    };

    private ImmutableArray<FieldChange> With(Change.Update update, string document, ImmutableArray<FieldChange> fields, Func<string?, SanityField, FieldValue?, FieldValue?> shown) =>
        [.. fields.Select(change => Fetching(update.Kind, change.Field) is { } field ? change with { Shown = shown(document, field, change.To) } : change)];

    // Each list of pictures that a change writes, with the whole id of its document; null for one that is to be made.
    private IEnumerable<(string? Document, SanityField Field, FieldValue? Wanted)> Pictured(Change change)
    {
        IEnumerable<(string? Document, string Field, FieldValue? To)> written = change switch
        {
            Change.Create made => made.Fields.Select(field => ((string?)null, field.Key, (FieldValue?)field.Value)),
            Change.Update update => update.Fields.Select(field => ((string?)update.Id, field.Field, field.To))
                .Concat(update.Drafts.SelectMany(draft => draft.Fields.Select(field => ((string?)draft.Id, field.Field, field.To)))),
            _ => [],
        };
        foreach (var (document, name, to) in written)
        {
            if (Fetching(change.Kind, name) is { } field)
            {
                yield return (document, field, to);
            }
        }
    }

    private SanityField? Fetching(Kind kind, string field) => schema.Find(kind, field) is { Shape: FieldShape.Images, Downloads: not null } found ? found : null;

    /// <summary>The addresses of a list of pictures.</summary>
    public static IEnumerable<string> Addresses(FieldValue? list) => list is FieldValue.List { Items: var items } ? items.OfType<FieldValue.Text>().Select(text => text.Value) : [];
}
