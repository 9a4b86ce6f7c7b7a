using System.Collections.Immutable;
using System.Text.Json;
using Stripe;
using Tandem.Core;
using ProductField = Tandem.Stripe.StripeField<Stripe.ProductCreateOptions, Stripe.ProductUpdateOptions>;

namespace Tandem.Stripe;

/// <summary>The product's fields, one entry each.</summary>
internal static class ProductFields
{
    private const int MaxImages = 8;
    private const int MaxFeatures = 15;

    /// <summary>The table.</summary>
    public static ImmutableArray<ProductField> All { get; } =
    [
        new()
        {
            Name = FieldNames.Name,
            Paths = ["name"],
            Limit = "text, 1 to 5000 characters",
            Read = product => FieldValue.OfText(product.Text("name")),
            Check = StripeChecks.RequiredText(5000),
            OnCreate = (options, value) => options.Name = value.AsText(),
            OnUpdate = (options, value) => options.Name = value.AsText(),
        },
        new()
        {
            Name = FieldNames.Description,
            Paths = ["description"],
            Limit = "text, up to 40000 characters",
            Read = product => FieldValue.OfText(product.Text("description")),
            Check = StripeChecks.Text(40000),
            OnCreate = (options, value) => options.Description = value.AsText(),
            OnUpdate = (options, value) => options.Description = value.AsText(),
        },
        new()
        {
            Name = FieldNames.Active,
            Paths = ["active"],
            Limit = "yes or no",
            Read = product => product.Flag("active") is { } active ? new FieldValue.Flag(active) : null,
            Check = StripeChecks.Flag,
            OnCreate = (options, value) => options.Active = value.AsFlag(),
            OnUpdate = (options, value) => options.Active = value.AsFlag(),
        },
        new()
        {
            Name = FieldNames.Images,
            Paths = ["images"],
            Limit = "ordered list of up to 8 addresses",
            Read = product => Texts(product.Child("images")),
            Check = StripeChecks.Texts(MaxImages, 5000),
            OnCreate = (options, value) => options.Images = value.AsTexts(),
            OnUpdate = (options, value) => options.Images = value.AsTexts(),
        },
        Metadata("brand"),
        new()
        {
            Name = FieldNames.DefaultPrice,
            Paths = ["default_price"],
            Limit = "a price of the product; set after the product was made",
            Read = product => FieldValue.OfText(product.Reference("default_price")),
            Check = StripeChecks.Text(255),
            OnUpdate = (options, value) => options.DefaultPrice = value.AsText(),
        },
        new()
        {
            Name = FieldNames.TaxCode,
            Paths = ["tax_code"],
            Limit = "a tax code, txcd_…",
            Read = product => FieldValue.OfText(product.Reference("tax_code")),
            Check = StripeChecks.Text(255),
            OnCreate = (options, value) => options.TaxCode = value.AsText(),
            OnUpdate = (options, value) => options.TaxCode = value.AsText(),
        },
        new()
        {
            Name = FieldNames.UnitLabel,
            Paths = ["unit_label"],
            Limit = "text, up to 12 characters",
            Read = product => FieldValue.OfText(product.Text("unit_label")),
            Check = StripeChecks.Text(12),
            OnCreate = (options, value) => options.UnitLabel = value.AsText(),
            OnUpdate = (options, value) => options.UnitLabel = value.AsText(),
        },
        new()
        {
            Name = FieldNames.Url,
            Paths = ["url"],
            Limit = "address, up to 2048 characters",
            Read = product => FieldValue.OfText(product.Text("url")),
            Check = StripeChecks.Text(2048),
            OnCreate = (options, value) => options.Url = value.AsText(),
            OnUpdate = (options, value) => options.Url = value.AsText(),
        },
        new()
        {
            Name = FieldNames.StatementDescriptor,
            Paths = ["statement_descriptor"],
            Limit = "text, up to 22 characters, one of them a letter, none of < > \\ \" '",
            Read = product => FieldValue.OfText(product.Text("statement_descriptor")),
            Check = StripeChecks.Descriptor,
            OnCreate = (options, value) => options.StatementDescriptor = value.AsText(),
            OnUpdate = (options, value) => options.StatementDescriptor = value.AsText(),
        },
        new()
        {
            Name = FieldNames.Shippable,
            Paths = ["shippable"],
            Limit = "yes or no; never unset again",
            Read = product => product.Flag("shippable") is { } shippable ? new FieldValue.Flag(shippable) : null,
            Check = StripeChecks.LastingFlag,
            OnCreate = (options, value) => options.Shippable = value.AsFlag(),
            OnUpdate = (options, value) => options.Shippable = value.AsFlag(),
        },
        new()
        {
            Name = FieldNames.PackageDimensions,
            Paths = ["package_dimensions"],
            Limit = "height, length and width in inches and weight in ounces, all four above zero, up to 2 decimals",
            Read = product => product.Child("package_dimensions") is { } package ? ReadDimensions(package) : null,
            Check = StripeChecks.Dimensions,
            OnCreate = (options, value) => options.PackageDimensions = WriteDimensions(value),
            OnUpdate = (options, value) => options.PackageDimensions = value is null ? null : WriteDimensions(value),
        },
        new()
        {
            Name = FieldNames.MarketingFeatures,
            Paths = ["marketing_features"],
            Limit = "ordered list of up to 15 texts of up to 80 characters",
            Read = product => product.Child("marketing_features") is { ValueKind: JsonValueKind.Array } features
                ? FieldValue.OfTexts(features.EnumerateArray().Select(feature => feature.Text("name")?.Trim()).OfType<string>().Where(name => name.Length > 0))
                : null,
            Check = StripeChecks.Texts(MaxFeatures, 80),
            OnCreate = (options, value) => options.MarketingFeatures = WriteFeatures(value),
            OnUpdate = (options, value) => options.MarketingFeatures = WriteFeatures(value),
        },
    ];

    private static FieldValue.Group ReadDimensions(JsonElement package) => new(Fields.Of(
        StripeChecks.DimensionNames.Select(name => (name, package.Number(name) is { } size ? (FieldValue?)new FieldValue.Number(size) : null))));

    private static ProductPackageDimensionsOptions WriteDimensions(FieldValue value)
    {
        var sizes = ((FieldValue.Group)value).Fields;
        decimal? Size(string name) => ((FieldValue.Number)sizes[name]!).Value;
        return new ProductPackageDimensionsOptions { Height = Size("height"), Length = Size("length"), Weight = Size("weight"), Width = Size("width") };
    }

    private static List<ProductMarketingFeatureOptions> WriteFeatures(FieldValue? value) =>
        [.. value.AsTexts().Select(name => new ProductMarketingFeatureOptions { Name = name })];

    /// <summary>A field that lives in one key of the metadata; other keys are never touched.</summary>
    private static ProductField Metadata(string key) => new()
    {
        Name = "metadata." + key,
        Paths = ["metadata." + key],
        Limit = "text, up to 500 characters",
        Read = product => FieldValue.OfText(product.Metadata(key)),
        Check = StripeChecks.Text(StripeMetadata.MaxValue),
        OnCreate = (options, value) => (options.Metadata ??= [])[key] = value.AsText(),
        OnUpdate = (options, value) => (options.Metadata ??= [])[key] = value.AsText(),
    };

    private static FieldValue? Texts(JsonElement? list) => list is { ValueKind: JsonValueKind.Array } array
        ? FieldValue.OfTexts(array.EnumerateArray()
            .Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => item.GetString()!.Trim())
            .Where(text => text.Length > 0))
        : null;
}
