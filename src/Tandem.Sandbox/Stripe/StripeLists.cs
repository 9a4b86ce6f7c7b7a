using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Pages of a list. <see href="https://docs.stripe.com/api/pagination"/></summary>
internal static class StripeLists
{
    private const int Default = 10;
    private const int Most = 100;

    /// <summary>One page, newest first; an out-of-range limit is clamped silently, as Stripe does.</summary>
    /// <param name="call">The call.</param>
    /// <param name="table">What is listed.</param>
    /// <param name="url">Its path.</param>
    /// <param name="isAsked">Whether an object is meant.</param>
    /// <param name="among">All that can be meant, newest first, where that is known; null for the whole table.</param>
    public static JsonObject Page(StripeCall call, StripeTable table, string url, Func<JsonObject, bool> isAsked, IEnumerable<JsonObject>? among = null)
    {
        var input = call.Input;
        var (after, before) = (input.TextOrNull("starting_after"), input.TextOrNull("ending_before"));
        if (after is not null && before is not null)
        {
            throw StripeErrors.Invalid("Received both starting_after and ending_before parameters. Please pass in only one.");
        }

        var limit = Limit(input);
        var candidates = after is not null ? Beyond(table, after, older: true, "starting_after")
            : before is not null ? Beyond(table, before, older: false, "ending_before")
            : among ?? table.NewestFirst;
        var found = candidates.Where(isAsked).Take(limit + 1).ToList();
        var page = found.Take(limit);
        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. (before is null ? page : page.Reverse()).Select(item => item.DeepClone())]),
            ["has_more"] = found.Count > limit,
            ["url"] = url,
        };
    }

    public static int Limit(JsonObject input) => (int)Math.Clamp(input["limit"]?.GetValue<long>() ?? Default, 1, Most);

    /// <summary>Whether a filter is absent or equal to the field of the same name.</summary>
    public static bool Same(JsonObject item, JsonObject input, string name) =>
        !input.Sends(name) || JsonNode.DeepEquals(item[name], input[name]);

    /// <summary>Whether the item was created within the range that the input asks for.</summary>
    public static bool Within(JsonObject item, JsonObject input)
    {
        if (input["created"] is not JsonObject range)
        {
            return true;
        }

        var created = item.Number("created");
        return range.All(bound => bound.Key switch
        {
            "gt" => created > bound.Value!.GetValue<long>(),
            "gte" => created >= bound.Value!.GetValue<long>(),
            "lt" => created < bound.Value!.GetValue<long>(),
            _ => created <= bound.Value!.GetValue<long>(),
        });
    }

    private static IEnumerable<JsonObject> Beyond(StripeTable table, string cursor, bool older, string param) =>
        table.Beyond(cursor, older) ?? throw StripeErrors.Missing(table.Kind, cursor, param);
}
