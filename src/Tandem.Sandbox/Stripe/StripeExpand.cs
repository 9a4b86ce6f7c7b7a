using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Shows an answer as Stripe does: <c>tiers</c> and <c>currency_options</c> only when asked for, references as ids unless expanded.</summary>
/// <remarks><see href="https://docs.stripe.com/expand"/>; tiers of a currency option need a path of their own (<c>currency_options.eur.tiers</c>; assumed).</remarks>
internal static class StripeExpand
{
    private const int Deepest = 4;

    private static readonly string[] ProductFields =
    [
        "id", "object", "active", "attributes", "created", "description", "images", "livemode", "marketing_features", "metadata", "name", "package_dimensions",
        "shippable", "statement_descriptor", "tax_code", "tax_details", "type", "unit_label", "updated", "url",
    ];

    private static readonly string[] PriceFields =
    [
        "id", "object", "active", "billing_scheme", "created", "currency", "custom_unit_amount", "livemode", "lookup_key", "metadata", "nickname", "recurring",
        "tax_behavior", "tiers_mode", "transform_quantity", "type", "unit_amount", "unit_amount_decimal",
    ];

    private static readonly string[] OtherFields = ["id", "object", "created", "livemode", "metadata", "url", "type", "data", "request", "status"];

    /// <summary>The paths of a request, refused when they lead nowhere.</summary>
    public static string[] Paths(JsonObject input, StripeShape shape)
    {
        string[] paths = input["expand"] is JsonArray asked ? [.. asked.Select(path => path!.GetValue<string>())] : [];
        foreach (var path in paths)
        {
            var steps = path.Split('.');
            if (steps.Length > Deepest)
            {
                throw StripeErrors.Invalid($"You cannot expand more than {Deepest} levels of a property. Property: {path}", "expand");
            }

            Check(steps, shape, path);
        }

        return paths;
    }

    public static JsonNode Render(StripeBooks books, JsonNode answer, IReadOnlyCollection<string> paths) => answer switch
    {
        JsonObject page when page["data"] is JsonArray items => Page(books, page, items, paths),
        JsonObject item => Item(books, item, paths),
        _ => answer,
    };

    /// <summary>The object without what needs expanding, as it stands in an event.</summary>
    public static JsonObject Plain(JsonObject item)
    {
        var plain = item.Copy();
        plain.Remove("currency_options");
        plain.Remove("tiers");
        return plain;
    }

    private static void Check(ReadOnlySpan<string> steps, StripeShape shape, string path)
    {
        if (shape.IsPage && steps[0] == "data" && steps.Length > 1)
        {
            Check(steps[1..], shape with { IsPage = false }, path);
            return;
        }

        var (next, fields) = (shape, steps[0]) switch
        {
            ({ IsPage: true, IsSearch: true }, "total_count") => (StripeShape.Leaf, []),
            ({ IsPage: true }, _) => (null, ["object", "data", "has_more", "url"]),
            ({ Kind: "product" }, "default_price") => (StripeShape.Price, []),
            ({ Kind: "product" }, _) => (null, ProductFields),
            ({ Kind: "price" }, "product") => (StripeShape.Product, []),
            ({ Kind: "price" }, "tiers") => (StripeShape.Leaf, []),
            ({ Kind: "price" }, "currency_options") => (StripeShape.CurrencyOptions, []),
            ({ Kind: "price" }, _) => (null, PriceFields),
            ({ Kind: "currency_options" }, _) => (StripeShape.CurrencyOption, []),
            ({ Kind: "currency_option" }, "tiers") => (StripeShape.Leaf, []),
            _ => ((StripeShape?)null, OtherFields),
        };
        if (next is null)
        {
            throw StripeErrors.Invalid(
                Array.IndexOf(fields, steps[0]) >= 0
                    ? $"This property cannot be expanded ({path})."
                    : $"This property cannot be expanded because it doesn't exist: {path}.",
                "expand");
        }

        if (steps.Length > 1)
        {
            Check(steps[1..], next, path);
        }
    }

    private static JsonObject Page(StripeBooks books, JsonObject page, JsonArray items, IReadOnlyCollection<string> paths)
    {
        var inside = Below(paths, "data");
        var shown = page.Copy();
        shown["data"] = new JsonArray([.. items.Select(item => Item(books, item!.AsObject(), inside))]);
        if (!paths.Contains("total_count"))
        {
            shown.Remove("total_count");
        }

        return shown;
    }

    private static JsonObject Item(StripeBooks books, JsonObject item, IReadOnlyCollection<string> paths) => item.TextOrNull("object") switch
    {
        "product" => Product(books, item, paths),
        "price" => Price(books, item, paths),
        _ => item.Copy(),
    };

    private static JsonObject Product(StripeBooks books, JsonObject product, IReadOnlyCollection<string> paths)
    {
        var shown = product.Copy();
        if (Has(paths, "default_price") && product.TextOrNull("default_price") is { } id && books.Prices.Find(id) is { } price)
        {
            shown["default_price"] = Price(books, price, Below(paths, "default_price"));
        }

        return shown;
    }

    private static JsonObject Price(StripeBooks books, JsonObject price, IReadOnlyCollection<string> paths)
    {
        var shown = price.Copy();
        if (!Has(paths, "tiers"))
        {
            shown.Remove("tiers");
        }

        if (!Has(paths, "currency_options"))
        {
            shown.Remove("currency_options");
        }
        else if (price.ContainsKey("currency_options"))
        {
            shown["currency_options"] = Options(price, Below(paths, "currency_options"));
        }

        if (Has(paths, "product") && books.Products.Find(price.TextOrNull("product") ?? "") is { } product)
        {
            shown["product"] = Product(books, product, Below(paths, "product"));
        }

        return shown;
    }

    private static JsonObject Options(JsonObject price, IReadOnlyCollection<string> paths)
    {
        var options = StripeCurrencyOptions.Shown(price);
        foreach (var (currency, option) in options)
        {
            if (!Has(Below(paths, currency), "tiers"))
            {
                option!.AsObject().Remove("tiers");
            }
        }

        return options;
    }

    private static bool Has(IReadOnlyCollection<string> paths, string name) =>
        paths.Any(path => path == name || path.StartsWith(name + ".", StringComparison.Ordinal));

    private static string[] Below(IReadOnlyCollection<string> paths, string name) =>
        [.. paths.Where(path => path.StartsWith(name + ".", StringComparison.Ordinal)).Select(path => path[(name.Length + 1)..])];
}
