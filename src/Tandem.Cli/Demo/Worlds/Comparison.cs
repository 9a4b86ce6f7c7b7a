namespace Tandem.Cli.Demo;

/// <summary>Compares the two worlds by looking at them, not by asking the service: what differs, in sentences.</summary>
internal static class Comparison
{
    /// <summary>Every difference between what is published and what can be bought; none when both are in step.</summary>
    public static IEnumerable<string> Differences(StandIns standIns)
    {
        var documents = ContentProduct.All(standIns.Sanity).Where(product => product.Document.Published is not null).ToList();
        var dashboard = standIns.Stripe.Dashboard;
        var linked = documents.Select(product => product.Document.Published.Text("stripeProductId")).ToHashSet();
        var named = documents.SelectMany(product => product.Prices).Select(price => price.Published.Text("stripePriceId")).ToHashSet();
        return documents.SelectMany(product => Of(product, standIns))
            .Concat(dashboard.Products.Where(product => product.Flag("active") && !linked.Contains(product.Text("id")))
                .Select(product => $"Stripe sells {product.Text("id")} ({product.Text("name")}), which is not published in Sanity"))
            .Concat(dashboard.Prices.Where(price => price.Flag("active") && linked.Contains(price.Text("product")) && !named.Contains(price.Text("id")))
                .Select(price => $"Stripe's active price {price.Text("id")} ({price["unit_amount"]} {price.Text("currency")}) has no document"));
    }

    private static IEnumerable<string> Of(ContentProduct product, StandIns standIns)
    {
        var document = product.Document.Published!;
        var id = document.Text("stripeProductId");
        if (id is null || standIns.Stripe.Dashboard.Product(id) is not { } sold)
        {
            return [$"{product.Document.Id} is linked to {id ?? "nothing"}, which is not in Stripe"];
        }

        var defaultPrice = document.Reference("default_price") is { } reference ? standIns.Sanity.Document(reference).Text("stripePriceId") : null;
        return Compare(
                product.Document.Id,
                ("name", document.Text("name"), sold.Text("name")),
                ("description", document.Text("description"), sold.Text("description")),
                ("active", Text(document.Flag("active", otherwise: true)), Text(sold.Flag("active"))),
                ("default_price", defaultPrice, sold.Text("default_price")),
                ("sanity_id", product.Document.Id, sold.Text("metadata", "sanity_id")))
            .Concat(product.Prices.Where(price => price.Published is not null).SelectMany(price => OfPrice(price, id, standIns)));
    }

    private static IEnumerable<string> OfPrice(ContentDocument price, string product, StandIns standIns)
    {
        var document = price.Published!;
        var id = document.Text("stripePriceId");
        return id is null || standIns.Stripe.Dashboard.Price(id) is not { } sold
            ? [$"{price.Id} is linked to {id ?? "nothing"}, which is not in Stripe"]
            : Compare(
                price.Id,
                ("product", product, sold.Text("product")),
                ("unit_amount", document.Number("unit_amount")?.ToString(), sold.Number("unit_amount")?.ToString()),
                ("currency", document.Text("currency"), sold.Text("currency")),
                ("active", Text(document.Flag("active", otherwise: true)), Text(sold.Flag("active"))),
                ("nickname", document.Text("nickname"), sold.Text("nickname")),
                ("interval", document.Text("recurring", "interval"), sold.Text("recurring", "interval")));
    }

    private static IEnumerable<string> Compare(string id, params (string Field, string? Sanity, string? Stripe)[] fields) =>
        from field in fields
        where field.Sanity != field.Stripe
        select $"{id}, {field.Field}: Sanity shows {Quoted(field.Sanity)}, Stripe shows {Quoted(field.Stripe)}";

    private static string Text(bool value) => value ? "true" : "false";

    private static string Quoted(string? value) => value is null ? "nothing" : $"\"{value}\"";
}
