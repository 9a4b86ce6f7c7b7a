namespace Tandem.Server.Tests.Host;

/// <summary>Bodies as the vendors send them.</summary>
public static class Bodies
{
    public static string Stripe(string id = "evt_1", string type = "product.updated", bool live = false, string name = "Mug", string product = "prod_QaBcDeFgHiJkLm", string? account = null) =>
        $$"""
        {
          "id": "{{id}}",
          "object": "event",
          "api_version": "2026-10-28.endive",
          "created": 1732392000,
          "data": {
            "object": { "id": "{{product}}", "object": "product", "name": "{{name}}", "metadata": {} },
            "previous_attributes": { "name": "Cup" }
          },
          {{(account is null ? "" : $"\"account\": \"{account}\",")}}
          "livemode": {{(live ? "true" : "false")}},
          "pending_webhooks": 1,
          "request": { "id": "req_8ufHrYOqRn4Slb", "idempotency_key": null },
          "type": "{{type}}"
        }
        """;

    /// <summary>The whole document, as the seed's webhook without a projection sends it.</summary>
    public static string Document(string id = "mug") =>
        $$"""{"_id":"{{id}}","_type":"product","_rev":"r1","_createdAt":"2026-01-01T00:00:00Z","_updatedAt":"2026-01-01T00:00:00Z","name":"Mug","slug":{"current":"mug"} }""";

    /// <summary>Our own small projection.</summary>
    public static string Projection(string id = "mug") =>
        $$"""{"op":"update","id":"{{id}}","type":"product","rev":"r1","prevRev":"r0","updatedAt":"2026-01-01T00:00:00Z"}""";

    public static (string Name, string Value)[] SanityHeaders(string key = "key-1", string project = "abc123", string dataset = "production") =>
    [
        ("idempotency-key", key), ("sanity-transaction-id", "tx-" + key), ("sanity-transaction-time", "2026-09-20T12:00:00Z"), ("sanity-dataset", dataset),
        ("sanity-document-id", "mug"), ("sanity-project-id", project), ("sanity-webhook-id", "hook1"), ("sanity-operation", "update"),
    ];
}
