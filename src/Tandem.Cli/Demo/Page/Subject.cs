using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Cli.Demo;

/// <summary>Which product something is about.</summary>
internal static class Subject
{
    /// <summary>The document id of the product that a webhook tells of.</summary>
    /// <param name="standIns">Both sides.</param>
    /// <param name="side">Who sends it.</param>
    /// <param name="summary"><c>product.updated prod_1</c> or <c>update price price-1</c>.</param>
    public static string? ProductOf(StandIns standIns, Side side, string summary)
    {
        var words = summary.Split(' ');
        return side == Side.Stripe
            ? OfStripe(standIns, words[^1])
            : words is [_, "price", var id] ? standIns.Sanity.Document(id).Reference("product") : words[^1];
    }

    /// <summary>Whether a webhook tells of a write of the service: those carry its idempotency key or its transaction id.</summary>
    public static bool IsOurs(StandIns standIns, Side side, PendingDelivery delivery)
    {
        if (side == Side.Stripe)
        {
            return (JsonNode.Parse(delivery.Body.Span) as JsonObject).Text("request", "idempotency_key") is not null;
        }

        var transaction = delivery.Headers().GetValueOrDefault("sanity-transaction-id");
        return standIns.Sanity.Calls.Newest.Any(call => call.Key == transaction && call.Caller != "person");
    }

    /// <summary>A product's name on either side.</summary>
    public static string? NameOf(StandIns standIns, string product) =>
        (standIns.Sanity.Document(product) ?? standIns.Sanity.Document($"drafts.{product}")).Text("name")
        ?? standIns.Stripe.Dashboard.Products.FirstOrDefault(sold => KeyOf(sold) == product).Text("name");

    /// <summary>The document id that a product of Stripe has or will have.</summary>
    public static string KeyOf(JsonObject sold) => sold.Text("metadata", "sanity_id") ?? $"stripeProduct-{sold.Text("id")}";

    private static string? OfStripe(StandIns standIns, string id)
    {
        var product = id.StartsWith("price_", StringComparison.Ordinal) ? standIns.Stripe.Dashboard.Price(id).Text("product") : id;
        return product is not null && standIns.Stripe.Dashboard.Product(product) is { } sold ? KeyOf(sold) : null;
    }
}
