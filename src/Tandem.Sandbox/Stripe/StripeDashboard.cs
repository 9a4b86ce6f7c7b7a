using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>A person who works in Stripe's Dashboard: the same edits as over the API, but without an idempotency key, and a few that only people can do.</summary>
/// <remarks>Forms are given as pairs in Stripe's own notation: <c>("recurring[interval]", "month")</c>. A refusal throws <see cref="InvalidOperationException"/> with Stripe's text.</remarks>
public sealed class StripeDashboard
{
    private readonly StripeWorld _world;
    private readonly StripeAccount _account;

    internal StripeDashboard(StripeWorld world, StripeAccount account)
    {
        _world = world;
        _account = account;
    }

    /// <summary>The account's id.</summary>
    public string Account => _account.Id;

    /// <summary>All products, newest first.</summary>
    public ImmutableArray<JsonObject> Products => _world.Under((_, _) => _account.Books.Products.NewestFirst.Select(StripeJson.Detached).ToImmutableArray());

    /// <summary>All prices, active and archived, newest first, with their <c>tiers</c> and <c>currency_options</c> as stored (without the base currency).</summary>
    public ImmutableArray<JsonObject> Prices => _world.Under((_, _) => _account.Books.Prices.NewestFirst.Select(StripeJson.Detached).ToImmutableArray());

    /// <summary>All events still kept, newest first.</summary>
    public ImmutableArray<JsonObject> Events => _world.Under((_, _) => _account.Books.Events.NewestFirst.Select(StripeJson.Detached).ToImmutableArray());

    /// <summary>A product, or null.</summary>
    public JsonObject? Product(string id) => _world.Under((_, _) => _account.Books.Products.Find(id) is { } found ? StripeJson.Detached(found) : null);

    /// <summary>A price, or null.</summary>
    public JsonObject? Price(string id) => _world.Under((_, _) => _account.Books.Prices.Find(id) is { } found ? StripeJson.Detached(found) : null);

    /// <summary>A product's prices, oldest first.</summary>
    public ImmutableArray<JsonObject> PricesOf(string product) =>
        _world.Under((_, _) => _account.Books.PricesOf(product).Select(StripeJson.Detached).ToImmutableArray());

    /// <summary>Creates a product.</summary>
    public JsonObject CreateProduct(params (string Name, string Value)[] form) => Post("/v1/products", form);

    /// <summary>Edits a product.</summary>
    public JsonObject EditProduct(string id, params (string Name, string Value)[] form) => Post($"/v1/products/{id}", form);

    /// <summary>Archives a product; its prices stay as they are.</summary>
    public JsonObject ArchiveProduct(string id) => EditProduct(id, ("active", "false"));

    /// <summary>Creates a price.</summary>
    public JsonObject CreatePrice(params (string Name, string Value)[] form) => Post("/v1/prices", form);

    /// <summary>Edits a price.</summary>
    public JsonObject EditPrice(string id, params (string Name, string Value)[] form) => Post($"/v1/prices/{id}", form);

    /// <summary>Archives a price.</summary>
    public JsonObject ArchivePrice(string id) => EditPrice(id, ("active", "false"));

    /// <summary>Activates an archived price.</summary>
    public JsonObject UnarchivePrice(string id) => EditPrice(id, ("active", "true"));

    /// <summary>Deletes an unused price, which no API call can; not the default price of its product.</summary>
    public void DeletePrice(string id) => _world.Person(_account, $"delete price {id}", call =>
    {
        var price = StripeCall.Found(call.Books.Prices, id, "price", 404);
        if (call.Books.Products.Find(price.Text("product"))?.TextOrNull("default_price") == id)
        {
            throw StripeErrors.Invalid("This price cannot be deleted because it is the default price of its product.");
        }

        StripePrices.Remove(call, price);
    });

    /// <summary>Deletes a product together with its prices, which no API call can: price.deleted for each, then product.deleted.</summary>
    public void DeleteProduct(string id) => _world.Person(_account, $"delete product {id}", call =>
    {
        var product = StripeCall.Found(call.Books.Products, id, "id", 404);
        foreach (var price in call.Books.PricesOf(id).ToList())
        {
            StripePrices.Remove(call, price);
        }

        StripeProducts.Remove(call, product);
    });

    /// <summary>Registers a webhook endpoint and returns it with its secret. Without types it gets the six of the catalogue.</summary>
    public JsonObject AddEndpoint(Uri url, params string[] types)
    {
        ArgumentNullException.ThrowIfNull(url);
        string[] asked = types is { Length: > 0 }
            ? types
            : ["product.created", "product.updated", "product.deleted", "price.created", "price.updated", "price.deleted"];
        return Post("/v1/webhook_endpoints", [("url", url.AbsoluteUri), .. asked.Select(type => ("enabled_events[]", type))]);
    }

    /// <summary>Edits a webhook endpoint, for instance <c>("disabled", "true")</c>.</summary>
    public JsonObject EditEndpoint(string id, params (string Name, string Value)[] form) => Post($"/v1/webhook_endpoints/{id}", form);

    /// <summary>Deletes a webhook endpoint; what it still waits for is never sent.</summary>
    public void DeleteEndpoint(string id) => _world.Person(_account, "DELETE", $"/v1/webhook_endpoints/{id}", StripeForm.Of([]));

    /// <summary>Gives an endpoint a new signing secret and returns it; the old one signs too for as long as the overlap says.</summary>
    public string RollSecret(string endpoint, TimeSpan overlap) => SetSecret(endpoint, null, overlap);

    /// <summary>Gives an endpoint a known signing secret at once, so that a receiver can be configured before the world exists.</summary>
    public void UseSecret(string endpoint, string secret) => SetSecret(endpoint, secret, TimeSpan.Zero);

    /// <summary>Presses "Resend" for an event. The Dashboard offers it for 15 days.</summary>
    public void Resend(string eventId) => _world.Under((hooks, now) =>
    {
        var value = _account.Books.Events.Find(eventId) ?? throw new InvalidOperationException($"No such event: '{eventId}'");
        if (value.Number("created") < (now - TimeSpan.FromDays(15)).ToUnixTimeSeconds())
        {
            throw new InvalidOperationException("The Dashboard resends events of the last 15 days only.");
        }

        hooks.Resend(_account, value);
        return value;
    });

    private string SetSecret(string endpoint, string? secret, TimeSpan overlap) => _world.Under((_, now) =>
    {
        var secrets = _account.Secrets[endpoint];
        var value = secret ?? _world.NewSecret();
        secrets.RemoveAll(old => old.Until is { } until && until <= now);
        for (var index = 0; index < secrets.Count; index++)
        {
            secrets[index] = secrets[index] with { Until = secrets[index].Until ?? now + overlap };
        }

        secrets.Insert(0, new StripeSecret(value, null));
        return value;
    });

    private JsonObject Post(string path, IEnumerable<(string Name, string Value)> form) =>
        StripeJson.Detached(_world.Person(_account, "POST", path, StripeForm.Of(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)))));
}
