using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Tandem.Sandbox.Tests;

/// <summary>A Stripe world on a clock that stands still, and short ways to call it.</summary>
internal sealed class StripeLab
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public StripeLab(StripeOptions? options = null)
    {
        World = new StripeWorld(options ?? new StripeOptions { TestRate = 0 }, Clock);
    }

    public FakeTimeProvider Clock { get; } = new(Start);

    public StripeWorld World { get; }

    public StripeDashboard Dashboard => World.Dashboard;

    public Answer Post(string path, string form = "", string? key = null, string apiKey = "sk_test_lab", params (string Name, string Value)[] headers) =>
        Send("POST", path, form, [("authorization", "Bearer " + apiKey), ("content-type", "application/x-www-form-urlencoded"), .. Key(key), .. headers]);

    public Answer Get(string pathAndQuery, string apiKey = "sk_test_lab", params (string Name, string Value)[] headers) =>
        Send("GET", pathAndQuery, "", [("authorization", "Bearer " + apiKey), .. headers]);

    public Answer Delete(string path, string? key = null) => Send("DELETE", path, "", [("authorization", "Bearer sk_test_lab"), .. Key(key)]);

    public Answer Send(string method, string pathAndQuery, string body, params (string Name, string Value)[] headers)
    {
        var parts = pathAndQuery.Split('?', 2);
        var answer = World.Handle(new SandboxRequest(
            method,
            parts[0],
            parts.Length > 1 ? parts[1] : "",
            headers.ToDictionary(header => header.Name, header => header.Value),
            Encoding.UTF8.GetBytes(body)));
        return new Answer(answer);
    }

    /// <summary>Creates a product and returns its id.</summary>
    public string Product(string form = "name=Mug") => Post("/v1/products", form).Id;

    /// <summary>Creates a price of 999 usd, or as the form says, and returns its id.</summary>
    public string Price(string product, string form = "currency=usd&unit_amount=999") => Post("/v1/prices", $"product={product}&{form}").Id;

    /// <summary>Events of the default account, oldest first.</summary>
    public IReadOnlyList<JsonObject> Events => [.. Dashboard.Events.Reverse()];

    /// <summary>Types and object ids of all events, oldest first.</summary>
    public IReadOnlyList<string> Story => [.. Events.Select(value => $"{value["type"]} {value["data"]!["object"]!["id"]}")];

    private static (string Name, string Value)[] Key(string? key) => key is null ? [] : [("idempotency-key", key)];

    /// <summary>What came back.</summary>
    internal sealed class Answer(SandboxResponse response)
    {
        public int Status => response.Status;

        public IReadOnlyDictionary<string, string> Headers => response.Headers;

        public TimeSpan Delay => response.Delay;

        public string Text => Encoding.UTF8.GetString(response.Body.Span);

        public JsonObject Body => JsonNode.Parse(response.Body.Span)!.AsObject();

        public JsonObject Error => Body["error"]!.AsObject();

        public string Message => (string)Error["message"]!;

        public string Id => Status == 200 ? (string)Body["id"]! : throw new InvalidOperationException(Text);

        public IReadOnlyList<string> Ids => [.. Body["data"]!.AsArray().Select(item => (string)item!["id"]!)];

        public JsonNode? this[string name] => Body[name];
    }
}
