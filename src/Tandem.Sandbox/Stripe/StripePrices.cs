using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>What can be done with prices. <see href="https://docs.stripe.com/api/prices"/></summary>
internal static class StripePrices
{
    public static JsonNode Create(StripeCall call)
    {
        var input = call.Input;
        if (input.Sends("product") && input.Sends("product_data"))
        {
            throw StripeErrors.Exclusive("product", "product_data", "product");
        }

        if (!input.Sends("product") && !input.Sends("product_data"))
        {
            throw StripeErrors.Invalid("You must specify either `product` or `product_data` when creating a price.");
        }

        JsonObject? inline = null;
        if (input["product_data"] is JsonObject data)
        {
            inline = StripeProducts.Build(call, data);
            call.Put(inline);
        }

        var product = inline?.Text("id") ?? StripeCall.Found(call.Books.Products, input.Text("product"), "product", 400).Text("id");
        var price = Build(call, input, product);
        StripeLookupKeys.Claim(call, price, input);
        call.PutPrice(price);
        call.Emit("price.created", price);
        if (inline is not null)
        {
            // Assumed order: the price first, so that nobody relies on the product being known already.
            call.Emit("product.created", inline);
        }

        return price;
    }

    public static JsonNode Retrieve(StripeCall call) =>
        call.Account.Options.DeletedPricesLeaveStubs && call.Books.Prices.Knew(call.Target) && call.Books.Prices.Find(call.Target) is null
            ? new JsonObject { ["id"] = call.Target, ["object"] = "price", ["deleted"] = true }
            : call.Price();

    public static JsonNode Update(StripeCall call)
    {
        var before = call.Price();
        var price = before.Copy();
        var input = call.Input;
        if (input.Sends("active"))
        {
            RefuseArchivedDefault(call, before);
            price["active"] = input.Flag("active");
        }

        if (input.Sends("nickname"))
        {
            if (input["nickname"] is null && call.Account.Options.RefusesClearedNickname)
            {
                throw StripeErrors.Empty("nickname");
            }

            price["nickname"] = input["nickname"]?.DeepClone();
        }

        if (input.Sends("tax_behavior"))
        {
            price["tax_behavior"] = StripeTaxBehavior.Changed(before, input.Text("tax_behavior"), "tax_behavior");
        }

        price["metadata"] = StripeMetadata.Merge(before["metadata"]!.AsObject(), input);
        StripeCurrencyOptions.Update(price, input);
        StripeLookupKeys.Claim(call, price, input);
        call.PutPrice(price);

        // Assumed: an update that changes nothing still has its event, with empty previous_attributes.
        call.Emit("price.updated", price, StripeDiff.Previous(before, price));
        return price;
    }

    /// <summary>Only a person in the Dashboard can do this.</summary>
    public static void Remove(StripeCall call, JsonObject price)
    {
        call.Books = call.Books.WithoutPrice(price);
        call.Emit("price.deleted", price);
    }

    public static JsonNode List(StripeCall call)
    {
        var input = call.Input;
        var keys = input["lookup_keys"]?.AsArray().Select(key => key!.GetValue<string>()).ToHashSet();
        var product = input.TextOrNull("product");
        if (product is not null)
        {
            StripeCall.Found(call.Books.Products, product, "product", 400);
        }

        var hidesArchived = call.Account.Options.PriceListHidesArchived && !input.Sends("active");
        return StripeLists.Page(call, call.Books.Prices, "/v1/prices", price =>
            StripeLists.Same(price, input, "active")
            && (!hidesArchived || price.Flag("active"))
            && StripeLists.Same(price, input, "product")
            && StripeLists.Same(price, input, "type")
            && StripeLists.Within(price, input)
            && HasCurrency(price, input.TextOrNull("currency"))
            && (keys is null || (price.TextOrNull("lookup_key") is { } key && keys.Contains(key)))
            && (input["recurring"] is not JsonObject asked || (price["recurring"] is JsonObject has && asked.All(field => StripeLists.Same(has, asked, field.Key)))),
            product is null ? null : call.Books.PricesOf(product).Reverse());
    }

    /// <summary>A new price from the parameters of <c>/v1/prices</c> or of a product's <c>default_price_data</c>.</summary>
    public static JsonObject Build(StripeCall call, JsonObject input, string product)
    {
        var currency = StripeCurrencies.Read(input.Text("currency"), "currency");
        var isTiered = input.TextOrNull("billing_scheme") == "tiered";
        var recurring = StripeRecurring.Build(input, isTiered);
        var price = new JsonObject
        {
            ["id"] = call.Ids.Price(),
            ["object"] = "price",
            ["active"] = !input.Sends("active") || input.Flag("active"),
            ["billing_scheme"] = isTiered ? "tiered" : "per_unit",
            ["created"] = call.Seconds,
            ["currency"] = currency,
            ["currency_options"] = null,
            ["custom_unit_amount"] = null,
            ["livemode"] = call.Account.Livemode,
            ["lookup_key"] = null,
            ["metadata"] = StripeMetadata.Merge(null, input),
            ["nickname"] = input["nickname"]?.DeepClone(),
            ["product"] = product,
            ["recurring"] = recurring,
            ["tax_behavior"] = input.TextOrNull("tax_behavior") ?? "unspecified",
            ["tiers"] = null,
            ["tiers_mode"] = null,
            ["transform_quantity"] = null,
            ["type"] = recurring is null ? "one_time" : "recurring",
            ["unit_amount"] = null,
            ["unit_amount_decimal"] = null,
        };
        StripeAmounts.Fill(price, input, currency, isTiered, "");
        StripeRecurring.RefuseOddCombinations(price, input, isTiered);
        price["tiers_mode"] = input["tiers_mode"]?.DeepClone();
        price["transform_quantity"] = input["transform_quantity"]?.DeepClone();
        StripeCurrencyOptions.Create(price, input);
        return price;
    }

    private static bool HasCurrency(JsonObject price, string? currency) =>
        currency is null
        || string.Equals(price.Text("currency"), currency, StringComparison.OrdinalIgnoreCase)
        || (price["currency_options"] is JsonObject options && options.ContainsKey(currency.ToLowerInvariant()));

    private static void RefuseArchivedDefault(StripeCall call, JsonObject price)
    {
        if (!call.Input.Flag("active") && call.Books.Products.Find(price.Text("product"))?.TextOrNull("default_price") == price.Text("id"))
        {
            throw StripeErrors.Invalid("This price cannot be archived because it is the default price of its product.");
        }
    }
}
