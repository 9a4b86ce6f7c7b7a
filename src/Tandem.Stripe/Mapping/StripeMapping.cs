using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Stripe's JSON in canonical words: the same table reads answers, lists and events.</summary>
public static class StripeMapping
{
    /// <summary>Every mapped field, for the docs and for configuration checks.</summary>
    public static ImmutableArray<StripeFieldLine> Lines { get; } =
    [
        .. ProductFields.All.Select(field =>
            new StripeFieldLine(Kind.Product, field.Name, field.Paths, field.Limit, field.OnCreate is not null, field.OnUpdate is not null)),
        Metadata(Kind.Product),
        .. PriceFields.All.Select(field =>
            new StripeFieldLine(Kind.Price, field.Name, field.Paths, field.Limit, field.OnCreate is not null, field.OnUpdate is not null)),
        Metadata(Kind.Price),
    ];

    /// <summary>What a product shows. Its <c>default_price</c> is a Stripe price id.</summary>
    /// <exception cref="JsonException">The object is no product.</exception>
    public static ProductView Product(JsonElement product, StripeMetadata keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var (fields, refused) = Read(product, ProductFields.All);
        return new ProductView
        {
            Id = Id(product, "product"),
            Fields = fields,
            Refused = refused,
            Mirror = Mark(product, keys.Mirror),
            CreatedAt = product.Moment("created"),
            Slug = Mark(product, "slug"),
        };
    }

    /// <summary>What a price shows.</summary>
    /// <exception cref="JsonException">The object is no price.</exception>
    public static PriceView Price(JsonElement price, StripeMetadata keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var (fields, refused) = Read(price, PriceFields.All);
        return new PriceView
        {
            Id = Id(price, "price"),
            Fields = fields,
            Refused = refused,
            ProductId = price.Reference("product"),
            Mirror = Mark(price, keys.Mirror),
            Operation = Mark(price, keys.Operation),
            CreatedAt = price.Moment("created"),
        };
    }

    /// <summary>What the mapped fields showed before an event, from its <c>previous_attributes</c>: only the fields that it names.</summary>
    public static ImmutableArray<PreviousValue> Previous(Kind kind, JsonElement previous) =>
        kind == Kind.Product ? Previous(previous, ProductFields.All) : Previous(previous, PriceFields.All);

    /// <summary>The canonical field that a <c>param</c> of an error speaks of: <c>images[0]</c> is <c>images</c>.</summary>
    public static string? FieldOf(string? param)
    {
        if (string.IsNullOrEmpty(param))
        {
            return null;
        }

        var path = param.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        var line = Lines.FirstOrDefault(line => line.Name != FieldNames.Metadata && line.Paths.Any(own => path == own || path.StartsWith(own + ".", StringComparison.Ordinal)));
        return line?.Name ?? path.Split('.')[0] switch
        {
            "transfer_lookup_key" => FieldNames.LookupKey,
            "metadata" => path,
            var head => head,
        };
    }

    private static (Fields Fields, ImmutableSortedDictionary<string, string> Refused) Read<TCreate, TUpdate>(
        JsonElement shown, ImmutableArray<StripeField<TCreate, TUpdate>> table)
    {
        var fields = Fields.None;
        var refused = ProductView.NoRefusals;
        foreach (var field in table.Concat(OfMetadata(shown, table)))
        {
            if (field.Refuses(shown) is { } reason)
            {
                refused = refused.Add(field.Name, reason);
                continue;
            }

            fields = fields.With(field.Name, field.Read(shown));
        }

        return (fields, refused);
    }

    private static ImmutableArray<PreviousValue> Previous<TCreate, TUpdate>(JsonElement previous, ImmutableArray<StripeField<TCreate, TUpdate>> table) =>
        [.. table.Concat(OfMetadata(previous, table)).Where(field => field.Paths.Any(path => previous.Names(path))).Select(field => new PreviousValue(field.Name, field.Read(previous)))];

    // Every other key of the metadata is a field too, that somebody may want to see in Sanity.
    private static IEnumerable<StripeField<TCreate, TUpdate>> OfMetadata<TCreate, TUpdate>(JsonElement shown, ImmutableArray<StripeField<TCreate, TUpdate>> table) =>
        (shown.Child(FieldNames.Metadata) is { ValueKind: JsonValueKind.Object } metadata ? metadata.EnumerateObject().Select(entry => entry.Name) : [])
        .Where(key => key.Length > 0 && !StripeMetadata.IsMark(key) && !table.Any(field => field.Name == FieldNames.OfKey(key)))
        .Select(StripeField<TCreate, TUpdate>.OfMetadata);

    private static StripeFieldLine Metadata(Kind kind) => new(
        kind, FieldNames.Metadata, [FieldNames.Metadata], $"all other keys, each for itself: up to {StripeMetadata.MaxKey} characters, with texts of up to {StripeMetadata.MaxValue}, 50 keys in all", true, true);

    private static string Id(JsonElement shown, string type) =>
        shown.Text("id") is { Length: > 0 } id && (shown.Text("object") ?? type) == type
            ? id
            : throw new JsonException($"Stripe answered with something that is no {type}.");

    private static string? Mark(JsonElement shown, string key) => shown.Metadata(key)?.Trim() is { Length: > 0 } mark ? mark : null;
}
