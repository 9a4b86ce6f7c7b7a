using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>The event store. <see href="https://docs.stripe.com/api/events"/></summary>
internal static class StripeEvents
{
    /// <summary>Makes the event of a happening; its <c>pending_webhooks</c> is filled in when it is shown.</summary>
    public static JsonObject Build(StripeCall call, StripeHappening happening)
    {
        var data = new JsonObject { ["object"] = StripeExpand.Plain(happening.Value) };
        if (happening.Previous is not null)
        {
            data["previous_attributes"] = happening.Previous.DeepClone();
        }

        var value = new JsonObject { ["id"] = call.Ids.Event(), ["object"] = "event" };
        if (call.Account.IsConnected)
        {
            value["account"] = call.Account.Id;
        }

        value["api_version"] = call.Account.Options.ApiVersion;
        value["created"] = call.Seconds;
        value["data"] = data;
        value["livemode"] = call.Account.Livemode;
        value["pending_webhooks"] = 0;
        value["request"] = new JsonObject { ["id"] = call.RequestId, ["idempotency_key"] = call.Key };
        value["type"] = happening.Type;
        return value;
    }

    /// <summary>Drops what is older than Stripe keeps.</summary>
    public static void Forget(StripeAccount account, DateTimeOffset now)
    {
        var limit = (now - account.Options.EventLife).ToUnixTimeSeconds();
        var kept = account.Books.Events.Forget(value => value.Number("created") < limit);
        account.Books = account.Books with { Events = kept };
    }

    public static JsonNode Retrieve(StripeCall call) =>
        Shown(call.Account, StripeCall.Found(call.Books.Events, call.Target, "id", 404));

    public static JsonNode List(StripeCall call)
    {
        var input = call.Input;
        if (input.Sends("type") && input.Sends("types"))
        {
            throw StripeErrors.Exclusive("type", "types", "type");
        }

        string[]? types = input["types"] is JsonArray several ? [.. several.Select(type => type!.GetValue<string>())]
            : input.TextOrNull("type") is { } single ? [single]
            : null;
        var page = StripeLists.Page(call, call.Books.Events, "/v1/events", value =>
            (types is null || types.Any(pattern => Matches(pattern, value.Text("type"))))
            && StripeLists.Within(value, input)
            && (!input.Sends("delivery_success") || input.Flag("delivery_success") == IsDelivered(call.Account, value)));
        foreach (var item in page["data"]!.AsArray())
        {
            item!["pending_webhooks"] = Pending(call.Account, item!.AsObject());
        }

        return page;
    }

    /// <summary>Whether a subscription or filter (<c>*</c>, <c>price.*</c>, <c>price.updated</c>) covers a type.</summary>
    public static bool Matches(string pattern, string type) =>
        pattern == "*" || pattern == type || (pattern.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(pattern[..^1], StringComparison.Ordinal));

    private static JsonObject Shown(StripeAccount account, JsonObject value)
    {
        var shown = value.Copy();
        shown["pending_webhooks"] = Pending(account, value);
        return shown;
    }

    private static int Pending(StripeAccount account, JsonObject value) =>
        account.Deliveries.TryGetValue(value.Text("id"), out var deliveries) ? deliveries.Pending.Count : 0;

    private static bool IsDelivered(StripeAccount account, JsonObject value) =>
        !account.Deliveries.TryGetValue(value.Text("id"), out var deliveries) || deliveries.Pending.Count == 0 || !deliveries.HasFailure;
}
