using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Webhook endpoints. <see href="https://docs.stripe.com/api/webhook_endpoints"/></summary>
internal static class StripeEndpoints
{
    private const int Most = 16;

    public static JsonNode Create(StripeCall call)
    {
        var input = call.Input;
        if (call.Books.Endpoints.NewestFirst.Count() >= Most)
        {
            throw StripeErrors.Invalid($"You have reached the maximum of {Most} webhook endpoints.");
        }

        var version = input.TextOrNull("api_version");
        if (version is not null && !StripeVersions.Exists(version))
        {
            throw StripeErrors.Invalid($"Invalid API version: {version}", "api_version");
        }

        var endpoint = new JsonObject
        {
            ["id"] = call.Ids.Endpoint(),
            ["object"] = "webhook_endpoint",
            ["api_version"] = version,
            ["application"] = null,
            ["created"] = call.Seconds,
            ["description"] = input["description"]?.DeepClone(),
            ["enabled_events"] = Types(input["enabled_events"]!.AsArray()),
            ["livemode"] = call.Account.Livemode,
            ["metadata"] = StripeMetadata.Merge(null, input),
            ["status"] = "enabled",
            ["url"] = Url(call, input.Text("url")),
        };
        var secret = call.Ids.Secret();
        call.Account.Secrets[endpoint.Text("id")] = [new StripeSecret(secret, null)];
        call.Books = call.Books with { Endpoints = call.Books.Endpoints.With(endpoint) };

        // Only this answer ever shows the secret.
        var shown = endpoint.Copy();
        shown.Insert(shown.IndexOf("status"), "secret", secret);
        return shown;
    }

    public static JsonNode Retrieve(StripeCall call) => Found(call);

    public static JsonNode Update(StripeCall call)
    {
        var endpoint = Found(call).Copy();
        var input = call.Input;
        if (input.Sends("description"))
        {
            endpoint["description"] = input["description"]?.DeepClone();
        }

        if (input["enabled_events"] is JsonArray types)
        {
            endpoint["enabled_events"] = Types(types);
        }

        if (input.TextOrNull("url") is { } url)
        {
            endpoint["url"] = Url(call, url);
        }

        if (input.Sends("disabled"))
        {
            endpoint["status"] = input.Flag("disabled") ? "disabled" : "enabled";
        }

        endpoint["metadata"] = StripeMetadata.Merge(endpoint["metadata"]!.AsObject(), input);
        call.Books = call.Books with { Endpoints = call.Books.Endpoints.With(endpoint) };
        return endpoint;
    }

    public static JsonNode Delete(StripeCall call)
    {
        Found(call);
        call.Books = call.Books with { Endpoints = call.Books.Endpoints.Without(call.Target) };
        return new JsonObject { ["id"] = call.Target, ["object"] = "webhook_endpoint", ["deleted"] = true };
    }

    public static JsonNode List(StripeCall call) => StripeLists.Page(call, call.Books.Endpoints, "/v1/webhook_endpoints", _ => true);

    private static JsonObject Found(StripeCall call) => StripeCall.Found(call.Books.Endpoints, call.Target, "id", 404);

    private static JsonArray Types(JsonArray asked)
    {
        foreach (var type in asked.Select(type => type!.GetValue<string>()))
        {
            var known = type == "*" || (type.Contains('.', StringComparison.Ordinal) && type.All(letter => char.IsAsciiLetterLower(letter) || letter is '.' or '_'));
            if (!known)
            {
                throw StripeErrors.Invalid($"Invalid enabled_events: '{type}' is not an event type.", "enabled_events");
            }
        }

        return asked.DeepClone().AsArray();
    }

    private static string Url(StripeCall call, string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https"))
        {
            throw StripeErrors.Invalid("Invalid URL: An explicit scheme (such as https) must be provided.", "url", "url_invalid");
        }

        return parsed.Scheme == "https" || !call.Account.Livemode
            ? url
            : throw StripeErrors.Invalid("Invalid URL: Webhook endpoints in live mode must be HTTPS.", "url", "url_invalid");
    }
}
