using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using ProductField = Tandem.Stripe.StripeField<Stripe.ProductCreateOptions, Stripe.ProductUpdateOptions>;

namespace Tandem.Stripe;

/// <summary>The product's fields, one entry each.</summary>
internal static class ProductFields
{
    private const int MaxImages = 8;

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
    ];

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
