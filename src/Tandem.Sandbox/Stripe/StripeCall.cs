using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>One request in execution: who, on what, with which typed input, and the events that it has caused.</summary>
internal sealed class StripeCall(StripeAccount account, StripeIds ids, DateTimeOffset now, string requestId)
{
    public StripeAccount Account { get; } = account;

    public StripeIds Ids { get; } = ids;

    public DateTimeOffset Now { get; } = now;

    public string RequestId { get; } = requestId;

    /// <summary>The id in the path; empty for collections.</summary>
    public string Target { get; init; } = "";

    /// <summary>The typed parameters.</summary>
    public JsonObject Input { get; init; } = [];

    /// <summary>What events say as <c>request.idempotency_key</c>; null for a DELETE and for people.</summary>
    public string? Key { get; init; }

    public long Seconds => Now.ToUnixTimeSeconds();

    public StripeBooks Books
    {
        get => Account.Books;
        set => Account.Books = value;
    }

    /// <summary>What happened, in order.</summary>
    public List<StripeHappening> Happenings { get; } = [];

    public JsonObject Product() => Found(Books.Products, Target, "id", 404);

    public JsonObject Price() => Found(Books.Prices, Target, "price", 404);

    public void Put(JsonObject product) => Books = Books with { Products = Books.Products.With(product) };

    public void PutPrice(JsonObject price) => Books = Books.WithPrice(price);

    public void Emit(string type, JsonObject value, JsonObject? previous = null) => Happenings.Add(new StripeHappening(type, value.Copy(), previous));

    public static JsonObject Found(StripeTable table, string id, string param, int status) =>
        table.Find(id) ?? throw StripeErrors.Missing(table.Kind, id, param, status);
}

/// <summary>A change that becomes an event when its request succeeds.</summary>
/// <param name="Type">The event type, for instance <c>price.updated</c>.</param>
/// <param name="Value">The object after the change.</param>
/// <param name="Previous">Old values of what changed; null for anything but an update.</param>
internal sealed record StripeHappening(string Type, JsonObject Value, JsonObject? Previous);
