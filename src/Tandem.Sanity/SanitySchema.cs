using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Which type and field of the dataset holds what.</summary>
public sealed partial record SanitySchema
{
    /// <summary>The field that marks a change as made by Stripe, for editors and other consumers. Nothing of ours reads it.</summary>
    public const string Flag = "updatedFromStripe";

    /// <summary>The product's field that mirrors its Stripe product's id.</summary>
    public const string ProductMirror = "stripeProductId";

    /// <summary>The price's field that mirrors its Stripe price's id.</summary>
    public const string PriceMirror = "stripePriceId";

    /// <summary>The price's reference to its product: this one owns the membership.</summary>
    public const string PriceProduct = "product";

    /// <summary>The product's list of references to its prices: a mirror to which we only add.</summary>
    public const string ProductPrices = "prices";

    // What Stripe takes in a key of its metadata.
    private const int MetadataLimit = 500;

    /// <summary>The type of product documents.</summary>
    public string ProductType { get; init; } = "product";

    /// <summary>The type of price documents.</summary>
    public string PriceType { get; init; } = "price";

    /// <summary>The list in product documents whose entries are the prices, or the way down to it; null when each price is a document of its own.</summary>
    public string? Embedded { get; init; }

    /// <summary>The <c>_type</c> of a new entry of that list, where no other entry tells it; null for entries without one.</summary>
    public string? EntryType { get; init; }

    /// <summary>The carried fields.</summary>
    public required ImmutableArray<SanityField> Fields { get; init; }

    /// <summary>Which documents are carried; all, when there is none.</summary>
    public ImmutableArray<DocumentCondition> Conditions { get; init; } = [];

    /// <summary>The names that the documents of the original project have.</summary>
    public static SanitySchema Default { get; } = new()
    {
        Fields =
        [
            new(Kind.Product, FieldNames.Name, "name", FieldShape.Text)
            {
                Limit = 5_000,
                Missing = "Give the product a name: Stripe has no products without one.",
            },
            new(Kind.Product, FieldNames.Description, "description", FieldShape.RichText) { Limit = 40_000 },
            new(Kind.Product, FieldNames.Active, "active", FieldShape.Flag),
            new(Kind.Product, FieldNames.Images, "images", FieldShape.Images) { Limit = 5_000 },
            new(Kind.Product, FieldNames.Brand, "brand", FieldShape.Text) { Limit = 500 },
            new(Kind.Product, FieldNames.DefaultPrice, "default_price", FieldShape.PriceReference),
            new(Kind.Price, FieldNames.Currency, "currency", FieldShape.CurrencyCode)
            {
                Missing = "Give the price a currency, such as eur.",
            },
            new(Kind.Price, FieldNames.UnitAmount, "unit_amount", FieldShape.Amount)
            {
                Companion = "unit_amount_decimal",
                Missing = "Give the price an amount in the smallest unit of its currency: 19.99 EUR is 1999.",
            },
            new(Kind.Price, FieldNames.Tiers, "tiers", FieldShape.Tiers),
            new(Kind.Price, FieldNames.TiersMode, "tiers_mode", FieldShape.Choice) { Words = ["graduated", "volume"] },
            new(Kind.Price, FieldNames.CustomUnitAmount, "custom_unit_amount", FieldShape.ChosenAmount),
            new(Kind.Price, FieldNames.TransformQuantity, "transform_quantity", FieldShape.Packages),
            new(Kind.Price, FieldNames.Recurring, "recurring", FieldShape.Rhythm),
            new(Kind.Price, FieldNames.Active, "active", FieldShape.Flag),
            new(Kind.Price, FieldNames.Nickname, "nickname", FieldShape.Text) { Limit = 5_000 },
            new(Kind.Price, FieldNames.LookupKey, "lookup_key", FieldShape.Text) { Limit = 200 },
            new(Kind.Price, FieldNames.TaxBehavior, "tax_behavior", FieldShape.TaxBehavior),
            new(Kind.Price, FieldNames.CurrencyOptions, "currency_options", FieldShape.CurrencyOptions),
        ],
    };

    /// <summary>Fields that documents have only where a mapping says so, under their usual names.</summary>
    public static ImmutableArray<SanityField> Optional { get; } =
    [
        new(Kind.Product, FieldNames.TaxCode, "tax_code", FieldShape.Text) { Limit = 255 },
        new(Kind.Product, FieldNames.UnitLabel, "unit_label", FieldShape.Text) { Limit = 12 },
        new(Kind.Product, FieldNames.Url, "url", FieldShape.Text) { Limit = 2_048 },
        new(Kind.Product, FieldNames.StatementDescriptor, "statement_descriptor", FieldShape.Text) { Limit = 22 },
        new(Kind.Product, FieldNames.Shippable, "shippable", FieldShape.Answer),
        new(Kind.Product, FieldNames.PackageDimensions, "package_dimensions", FieldShape.Dimensions),
        new(Kind.Product, FieldNames.MarketingFeatures, "marketing_features", FieldShape.Texts) { Limit = 80 },
        new(Kind.Product, FieldNames.Metadata, "metadata", FieldShape.Metadata) { Limit = MetadataLimit },
        new(Kind.Price, FieldNames.Metadata, "metadata", FieldShape.Metadata) { Limit = MetadataLimit },
    ];

    /// <summary>A field under its usual name, whether or not the default documents have it; null when there is no such field.</summary>
    public static SanityField? Usual(Kind kind, string field) =>
        Default.Find(kind, field) ?? Optional.FirstOrDefault(candidate => candidate.Kind == kind && candidate.Field == field)
        ?? (FieldNames.KeyOf(field) is { } key ? new SanityField(kind, field, IsName(key) ? key : "", FieldShape.Text) { Limit = MetadataLimit } : null);

    /// <summary>The same where the prices are entries of a list in their product's document: its default price is one of their keys then.</summary>
    public SanitySchema EmbeddedIn(string list) => this with
    {
        Embedded = list,
        Fields = [.. Fields.Select(field => field.Shape == FieldShape.PriceReference ? field with { Shape = FieldShape.PriceKey } : field)],
    };

    /// <summary>The prices inside of product documents; null when each is a document of its own.</summary>
    internal PriceEntries? Entries => Embedded is { } list ? new PriceEntries(list) : null;

    /// <summary>The documents among products and slots: a slot that is an entry of a product's document is none.</summary>
    internal ImmutableArray<string> DocumentsAmong(ImmutableArray<string> ids) => Embedded is null ? ids : ids.RemoveAll(id => ids.Any(other => id.StartsWith(other + ".", StringComparison.Ordinal)));

    /// <summary>The type of documents of a kind.</summary>
    public string TypeOf(Kind kind) => kind == Kind.Product ? ProductType : PriceType;

    /// <summary>The kind of documents of a type; null for a type that is none of ours.</summary>
    public Kind? KindOf(string? type) => type == ProductType ? Kind.Product : Embedded is null && type == PriceType ? Kind.Price : null;

    /// <summary>The types of the documents that are ours, as a parameter of a query.</summary>
    internal JsonArray Types() => Embedded is null ? new(ProductType, PriceType) : new(ProductType);

    /// <summary>The fields of a kind.</summary>
    public IEnumerable<SanityField> Of(Kind kind) => Fields.Where(field => field.Kind == kind);

    /// <summary>Where a field of the model is held; null when the documents do not have it. A key of the metadata may be an entry of their list.</summary>
    public SanityField? Find(Kind kind, string field) => Exactly(kind, field)
        ?? (FieldNames.KeyOf(field) is { } key && Exactly(kind, FieldNames.Metadata) is { } list ? MetadataReading.Entry(list, key) : null);

    private SanityField? Exactly(Kind kind, string field) => Fields.FirstOrDefault(candidate => candidate.Kind == kind && candidate.Field == field);

    /// <summary>The field that mirrors the Stripe id of a kind.</summary>
    public static string MirrorOf(Kind kind) => kind == Kind.Product ? ProductMirror : PriceMirror;

    /// <summary>Whether Sanity takes a text as the name of a field or type.</summary>
    public static bool IsName(string name) => NamePattern.IsMatch(name);

    /// <summary>Whether a text leads to a field of a document: names from the top down, entries of lists by their keys (<c>title[en].value</c>).</summary>
    public static bool IsPath(string path) => FieldPath.Parse(path) is not null;

    /// <summary>Whether a text can lead to the list of a product's prices: by names only, as <c>prices</c> or <c>shop.prices</c>.</summary>
    public static bool IsList(string path) => FieldPath.Parse(path) is { HasEntry: false };

    /// <summary>Whether two paths cannot stand for fields of their own, since one of them lies in the other.</summary>
    public static bool Overlap(string one, string other) => FieldPath.Parse(one) is { } first && FieldPath.Parse(other) is { } second
        && first.Steps.Zip(second.Steps).All(steps => steps.First == steps.Second);

    /// <summary>What is wrong with this schema, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var name in new[] { ProductType, PriceType }.Where(name => !IsName(name)).Concat(Fields.SelectMany(field => new[] { field.Name, field.Companion }).OfType<string>().Where(path => !IsPath(path))))
        {
            yield return $"\"{name}\" is no name that a Sanity field or type can have.";
        }

        if (Embedded is null && ProductType == PriceType)
        {
            yield return "Products and prices must be documents of different types.";
        }

        if (Entries is not { } entries)
        {
            yield break;
        }

        if (!IsList(entries.List))
        {
            yield return $"\"{entries.List}\" does not lead to a list: write it as in prices or shop.prices.";
        }

        foreach (var place in Of(Kind.Price).SelectMany(field => new[] { field.Name, field.Companion }.OfType<string>()).Where(place => IsPath(place) && !IsPath(entries.Path("x", place))))
        {
            yield return $"\"{place}\" lies too deep in an entry of {entries.List}.";
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
