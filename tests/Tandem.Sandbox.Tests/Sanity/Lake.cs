using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sandbox.Tests.Sanity;

/// <summary>A world with a clock that only tests move, spoken to as its HTTP clients do.</summary>
internal sealed class Lake
{
    public Lake(SanityWorldOptions? options = null)
    {
        Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, 250, TimeSpan.Zero));
        World = new SanityWorld(options ?? new SanityWorldOptions(), Time);
    }

    public FakeTimeProvider Time { get; }

    public SanityWorld World { get; }

    public static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    public Answer Send(string method, string path, string? body = null, string? token = SanityWorldOptions.EditorToken, params (string Name, string Value)[] headers)
    {
        var parts = path.Split('?', 2);
        var all = headers.ToDictionary(static header => header.Name, static header => header.Value);
        if (token is not null)
        {
            all["authorization"] = $"Bearer {token}";
        }

        var response = World.Handle(new SandboxRequest(method, parts[0], parts.Length > 1 ? parts[1] : "", all, Encoding.UTF8.GetBytes(body ?? "")));
        return new Answer(response.Status, Encoding.UTF8.GetString(response.Body.Span), response.Headers);
    }

    public Answer Mutate(string mutations, string parameters = "returnIds=true", string? token = SanityWorldOptions.EditorToken, string? transactionId = null)
    {
        var id = transactionId is null ? "" : $",\"transactionId\":\"{transactionId}\"";
        return Send("POST", $"/v2025-02-19/data/mutate/production?{parameters}", $$"""{"mutations":{{mutations}}{{id}}}""", token);
    }

    public Answer Act(string actions) => Send("POST", "/v2025-02-19/data/actions/production", $$"""{"actions":{{actions}}}""");

    public JsonNode? Query(string query, string parameters = "perspective=raw", string? token = SanityWorldOptions.EditorToken) =>
        Send("GET", $"/v2025-02-19/data/query/production?{parameters}&query={Uri.EscapeDataString(query)}", token: token).Body["result"];

    /// <summary>The ids that a query gives, joined.</summary>
    public string Ids(string query, string parameters = "perspective=raw", string? token = SanityWorldOptions.EditorToken) =>
        string.Join(' ', Query(query + "._id", parameters, token)!.AsArray().Select(static id => (string)id!));

    public string AddHook(string rule = """{"on":["create","update","delete"]}""", string extra = "") => World.AddHook(Json(
        $$"""{"name":"tandem","url":"http://127.0.0.1:1/hook","dataset":"production","rule":{{rule}},"secret":"test-secret"{{extra}}}"""));

    /// <summary>Takes all waiting deliveries out and tells what they are about.</summary>
    public List<PendingDelivery> Deliveries()
    {
        var waiting = World.Outbox.Waiting;
        foreach (var delivery in waiting)
        {
            World.Outbox.Take(delivery);
        }

        return [.. waiting];
    }

    internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode Body => JsonNode.Parse(Text)!;

        public JsonNode FirstItem => Body["error"]!["items"]![0]!["error"]!;

        public string TransactionId => (string)Body["transactionId"]!;

        public string Operations => string.Join(' ', Body["results"]!.AsArray().Select(static result => $"{result!["operation"]}:{result["id"]}"));
    }
}
