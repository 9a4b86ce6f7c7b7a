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
        ProductField.OfText(FieldNames.Name, 5000, (options, text) => options.Name = text, (options, text) => options.Name = text) with
        {
            Limit = "text, 1 to 5000 characters",
            Check = StripeChecks.RequiredText(5000),
        },
        ProductField.OfText(FieldNames.Description, 40000, (options, text) => options.Description = text, (options, text) => options.Description = text),
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
            Read = product => Texts(product.Child("images"), picture => picture.ValueKind == JsonValueKind.String ? picture.GetString() : null),
            Check = StripeChecks.Texts(MaxImages, 5000),
            OnCreate = (options, value) => options.Images = value.AsTexts(),
            OnUpdate = (options, value) => options.Images = value.AsTexts(),
        },
        ProductField.OfMetadata("brand"),
        new()
        {
            Name = FieldNames.DefaultPrice,
            Paths = ["default_price"],
            Limit = "a price of the product; set after the product was made",
            Read = product => FieldValue.OfText(product.Reference("default_price")),
            Check = StripeChecks.Text(255),
            OnUpdate = (options, value) => options.DefaultPrice = value.AsText(),
        },
        ProductField.OfText(FieldNames.TaxCode, 255, (options, text) => options.TaxCode = text, (options, text) => options.TaxCode = text) with
        {
            Limit = "a tax code, txcd_…",
            Read = product => FieldValue.OfText(product.Reference("tax_code")),
        },
        ProductField.OfText(FieldNames.UnitLabel, 12, (options, text) => options.UnitLabel = text, (options, text) => options.UnitLabel = text),
        ProductField.OfText(FieldNames.Url, 2048, (options, text) => options.Url = text, (options, text) => options.Url = text) with
        {
            Limit = "address, up to 2048 characters",
        },
        ProductField.OfText(FieldNames.StatementDescriptor, 22, (options, text) => options.StatementDescriptor = text, (options, text) => options.StatementDescriptor = text) with
        {
            Limit = "text, up to 22 characters, one of them a letter, none of < > \\ \" '",
            Check = StripeChecks.Descriptor,
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
            Read = product => Texts(product.Child("marketing_features"), feature => feature.Text("name")),
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

    private static FieldValue? Texts(JsonElement? list, Func<JsonElement, string?> text) => list is { ValueKind: JsonValueKind.Array } array
        ? FieldValue.OfTexts(array.EnumerateArray().Select(item => text(item)?.Trim()).OfType<string>().Where(item => item.Length > 0))
        : null;
}
