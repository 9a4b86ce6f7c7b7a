using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>What can be done with products. <see href="https://docs.stripe.com/api/products"/></summary>
internal static class StripeProducts
{
    // Assumed: the specification says only "unique" and at most 5000 characters.
    private static readonly System.Buffers.SearchValues<char> IdCharacters =
        System.Buffers.SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    private static readonly string[] PlainFields = ["active", "description", "name", "shippable", "unit_label", "url"];
    private static readonly string[] ListFields = ["images", "marketing_features"];

    public static JsonNode Create(StripeCall call)
    {
        var product = Build(call, call.Input);
        call.Put(product);
        if (call.Input["default_price_data"] is not JsonObject data)
        {
            call.Emit("product.created", product);
            return product;
        }

        var price = StripePrices.Build(call, data, product.Text("id"));
        product["default_price"] = price.Text("id");
        call.Put(product);
        call.PutPrice(price);
        call.Emit("product.created", product);
        call.Emit("price.created", price);
        return product;
    }

    public static JsonNode Retrieve(StripeCall call) => call.Product();

    public static JsonNode Update(StripeCall call)
    {
        var before = call.Product();
        var product = before.Copy();
        Apply(product, call.Input);
        if (call.Input.Sends("default_price"))
        {
            product["default_price"] = call.Input.TextOrNull("default_price") is { } id ? DefaultPrice(call, id) : null;
        }

        // Assumed: an update that changes nothing is a write like any other, with its event.
        product["updated"] = Math.Max(call.Seconds, before.Number("updated"));
        call.Put(product);
        call.Emit("product.updated", product, StripeDiff.Previous(before, product));
        return product;
    }

    public static JsonNode Delete(StripeCall call)
    {
        var product = call.Product();
        if (call.Books.PricesOf(call.Target).Any())
        {
            throw StripeErrors.Invalid("This product cannot be deleted because it has one or more user-created prices.");
        }

        Remove(call, product);
        return new JsonObject { ["id"] = call.Target, ["object"] = "product", ["deleted"] = true };
    }

    public static void Remove(StripeCall call, JsonObject product)
    {
        call.Books = call.Books with { Products = call.Books.Products.Without(product.Text("id")) };
        var last = product.Copy();
        last["active"] = false;
        call.Emit("product.deleted", last);
    }

    public static JsonNode List(StripeCall call)
    {
        var input = call.Input;
        var ids = input["ids"]?.AsArray().Select(id => id!.GetValue<string>()).ToHashSet();
        if (ids is not null && (input.Sends("starting_after") || input.Sends("ending_before")))
        {
            throw StripeErrors.Invalid("You cannot use `ids` together with `starting_after` or `ending_before`.", "ids");
        }

        return StripeLists.Page(call, call.Books.Products, "/v1/products", product =>
            StripeLists.Same(product, input, "active")
            && StripeLists.Same(product, input, "shippable")
            && StripeLists.Same(product, input, "url")
            && StripeLists.Within(product, input)
            && (ids is null || ids.Contains(product.Text("id"))));
    }

    /// <summary>A new product from the parameters of <c>/v1/products</c> or of a price's <c>product_data</c>.</summary>
    public static JsonObject Build(StripeCall call, JsonObject input)
    {
        var id = input.TextOrNull("id") ?? call.Ids.Product();
        if (id.AsSpan().ContainsAnyExcept(IdCharacters))
        {
            throw StripeErrors.Invalid("Invalid product id: only letters, digits, hyphens and underscores are allowed.", "id");
        }

        // Assumed: a deleted product's id cannot be used again.
        if (call.Books.Products.Knew(id))
        {
            throw StripeErrors.Invalid("Product already exists.", "id", "resource_already_exists");
        }

        var product = new JsonObject
        {
            ["id"] = id,
            ["object"] = "product",
            ["active"] = true,
            ["attributes"] = new JsonArray(),
            ["created"] = call.Seconds,
            ["default_price"] = null,
            ["description"] = null,
            ["images"] = new JsonArray(),
            ["livemode"] = call.Account.Livemode,
            ["marketing_features"] = new JsonArray(),
            ["metadata"] = new JsonObject(),
            ["name"] = null,
            ["package_dimensions"] = null,
            ["shippable"] = null,
            ["statement_descriptor"] = null,
            ["tax_code"] = null,
            ["tax_details"] = null,
            ["type"] = input.TextOrNull("type") ?? "service",
            ["unit_label"] = null,
            ["updated"] = call.Seconds + (call.Ids.Sometimes() ? 1 : 0),
            ["url"] = null,
        };
        Apply(product, input);
        return product;
    }

    private static void Apply(JsonObject product, JsonObject input)
    {
        foreach (var name in PlainFields.Where(input.Sends))
        {
            product[name] = input[name]?.DeepClone();
        }

        foreach (var name in ListFields.Where(input.Sends))
        {
            product[name] = input[name]?.DeepClone() ?? new JsonArray();
        }

        product["metadata"] = StripeMetadata.Merge(product["metadata"]!.AsObject(), input);
        if (input.Sends("statement_descriptor"))
        {
            product["statement_descriptor"] = input.TextOrNull("statement_descriptor") is { } text ? Descriptor(text) : null;
        }

        if (input.Sends("package_dimensions"))
        {
            product["package_dimensions"] = input["package_dimensions"] is JsonObject size ? Dimensions(size) : null;
        }

        StripeTaxCodes.Apply(product, input);
    }

    private static string DefaultPrice(StripeCall call, string id)
    {
        var price = StripeCall.Found(call.Books.Prices, id, "default_price", 400);
        if (price.Text("product") != call.Target)
        {
            throw StripeErrors.Invalid($"The price `{id}` does not belong to this product.", "default_price");
        }

        // Assumed: an archived price is refused as a default.
        return price.Flag("active")
            ? id
            : throw StripeErrors.Invalid($"The price `{id}` is inactive. Only active prices can be set as the default price of a product.", "default_price");
    }

    // Non-ASCII is stripped, not refused: what comes back differs from what was sent.
    private static string Descriptor(string text)
    {
        var kept = new string([.. text.Where(char.IsAscii)]);
        if (kept.IndexOfAny(['<', '>', '\\', '"', '\'']) >= 0)
        {
            throw StripeErrors.Invalid("The statement descriptor contains invalid characters: < > \\ \" ' are not allowed.", "statement_descriptor");
        }

        return kept.Any(char.IsAsciiLetter)
            ? kept
            : throw StripeErrors.Invalid("The statement descriptor must contain at least one alphabetic character.", "statement_descriptor");
    }

    // The wire shows floats: 1 comes back as 1.0.
    private static JsonObject Dimensions(JsonObject size) =>
        new(size.OrderBy(side => side.Key, StringComparer.Ordinal).Select(side =>
        {
            var value = side.Value!.GetValue<decimal>();
            var shown = decimal.Parse(StripeReader.Canonical(value), System.Globalization.CultureInfo.InvariantCulture);
            return KeyValuePair.Create(side.Key, (JsonNode?)(decimal.IsInteger(shown) ? shown + 0.0m : shown));
        }));
}
