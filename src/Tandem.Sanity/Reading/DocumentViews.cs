using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Documents as the engine sees them.</summary>
/// <param name="documents">The documents.</param>
/// <param name="context">What their fields' readings depend on.</param>
internal sealed class DocumentViews(DocumentSet documents, ReadingContext context)
{
    /// <summary>The published product of that id, or null when no document of the products' type has it.</summary>
    public ProductView? Product(string id) =>
        documents.Find(id) is { } document && KindOf(document) == Kind.Product ? Product(document) : null;

    /// <summary>Every published product.</summary>
    public ImmutableArray<ProductView> Products() =>
        [.. documents.Published.Where(document => KindOf(document) == Kind.Product).Select(Product)];

    /// <summary>Every published price, whatever product it names.</summary>
    public ImmutableArray<PriceView> Prices() => context.Schema.Entries is { } entries
        ? [.. documents.Published.Where(document => KindOf(document) == Kind.Product).SelectMany(document => Prices(document, entries))]
        : [.. documents.Published.Where(document => KindOf(document) == Kind.Price).Select(Price)];

    private ProductView Product(JsonElement document)
    {
        var (fields, refused, remarks) = Read(document, Kind.Product);
        var id = document.Text("_id")!;
        return new ProductView
        {
            Id = id,
            Revision = document.Text("_rev"),
            Fields = fields,
            Refused = context.Schema.Entries?.Problem(document) is { } problem ? refused.SetItem(context.Schema.Embedded!, problem) : refused,
            Remarks = remarks,
            Mirror = Mirror(document, Kind.Product),
            IsLeftAlone = IsLeftAlone(document, Kind.Product),
            CreatedAt = Moment(document.Text("_createdAt")),
            Slug = document.Text("slug") ?? document.Get("slug")?.Text("current"),
            Drafts = Drafts(id, Kind.Product),
        };
    }

    private PriceView Price(JsonElement document)
    {
        var (fields, refused, _) = Read(document, Kind.Price);
        var id = document.Text("_id")!;
        return new PriceView
        {
            Id = id,
            Revision = document.Text("_rev"),
            Fields = fields,
            Refused = refused,
            ProductId = document.Reference(SanitySchema.PriceProduct),
            Mirror = Mirror(document, Kind.Price),
            IsLeftAlone = IsLeftAlone(document, Kind.Price),
            CreatedAt = Moment(document.Text("_createdAt")),
            Drafts = Drafts(id, Kind.Price),
        };
    }

    private IEnumerable<PriceView> Prices(JsonElement product, PriceEntries entries)
    {
        var id = product.Text("_id")!;
        var drafts = DraftsOf(id, Kind.Product).Select(draft => (Draft: draft, Entries: entries.Of(draft).ToDictionary(entry => entry.Key, StringComparer.Ordinal))).ToList();
        foreach (var entry in entries.Of(product))
        {
            var (fields, refused, _) = Read(entry.Content, Kind.Price);
            yield return new PriceView
            {
                Id = entry.Slot,
                Revision = product.Text("_rev"),
                Fields = fields,
                Refused = refused,
                ProductId = id,
                IsEmbedded = true,
                Mirror = Mirror(entry.Content, Kind.Price),
                CreatedAt = Moment(product.Text("_createdAt")),
                Drafts = [.. drafts.Where(draft => draft.Entries.ContainsKey(entry.Key)).Select(draft => Draft(draft.Draft, draft.Entries[entry.Key].Content, Kind.Price))],
            };
        }
    }

    private ImmutableArray<DraftView> Drafts(string id, Kind kind) => [.. DraftsOf(id, kind).Select(draft => Draft(draft, draft, kind))];

    private IEnumerable<JsonElement> DraftsOf(string id, Kind kind) => documents.DraftsOf(id).Where(draft => KindOf(draft) == kind && draft.Text("_rev") is not null);

    private DraftView Draft(JsonElement document, JsonElement content, Kind kind) =>
        new(document.Text("_id")!, document.Text("_rev")!, Read(content, kind).Fields, Mirror(content, kind));

    private (Fields Fields, ImmutableSortedDictionary<string, string> Refused, ImmutableSortedDictionary<string, string> Remarks) Read(JsonElement document, Kind kind)
    {
        var fields = Fields.None;
        var (refused, remarks) = (ProductView.NoRefusals, ProductView.NoRefusals);
        var cells = context.Schema.Of(kind).SelectMany(field => field.Shape == FieldShape.Metadata
            ? MetadataReading.Read(FieldPath.In(document, field.Name), field, key => context.Schema.Fields.FirstOrDefault(own => own.Kind == kind && own.Field == FieldNames.OfKey(key))?.Name)
            : [(field.Field, FieldReading.Read(document, field, context))]);
        foreach (var (field, cell) in cells)
        {
            fields = fields.With(field, cell.Value);
            refused = cell.Refusal is { } refusal ? refused.SetItem(field, refusal) : refused;
            remarks = cell.Remark is { } remark ? remarks.SetItem(field, remark) : remarks;
        }

        return (fields, refused, remarks);
    }

    private bool IsLeftAlone(JsonElement document, Kind kind) => context.Schema.Conditions.Any(condition => condition.Kind == kind && !condition.Admits(document));

    private Kind? KindOf(JsonElement document) => context.Schema.KindOf(document.Text("_type"));

    /// <summary>The Stripe id that a document of that kind carries.</summary>
    public static string? Mirror(JsonElement document, Kind kind) =>
        document.Text(SanitySchema.MirrorOf(kind))?.Trim() is { Length: > 0 } id ? id : null;

    /// <summary>A stamp of Sanity's.</summary>
    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : null;
}
