using System.Globalization;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>The search endpoints, for people: <c>active:'true' AND metadata['k']:'v' AND name~'part'</c>. <see href="https://docs.stripe.com/search#search-query-language"/></summary>
internal static class StripeSearch
{
    private static readonly string[] ProductFields = ["active", "created", "description", "metadata", "name", "shippable", "url"];
    private static readonly string[] PriceFields = ["active", "created", "currency", "lookup_key", "metadata", "product", "type"];

    public static JsonNode Products(StripeCall call) => Page(call, "product", ProductFields);

    public static JsonNode Prices(StripeCall call) => Page(call, "price", PriceFields);

    private static JsonObject Page(StripeCall call, string kind, string[] fields)
    {
        var query = StripeSearchQuery.Parse(call.Input.Text("query"), fields);
        var start = Start(call.Input.TextOrNull("page"));
        var limit = StripeLists.Limit(call.Input);
        var found = call.Account.SearchIndex.Seen(kind, call.Now).Where(query.Matches).ToList();
        var more = found.Count > start + limit;
        return new JsonObject
        {
            ["object"] = "search_result",
            ["data"] = new JsonArray([.. found.Skip(start).Take(limit).Select(item => item.DeepClone())]),
            ["has_more"] = more,
            ["next_page"] = more ? "page_" + (start + limit).ToString(CultureInfo.InvariantCulture) : null,
            ["total_count"] = found.Count,
            ["url"] = $"/v1/{kind}s/search",
        };
    }

    private static int Start(string? page)
    {
        if (page is null)
        {
            return 0;
        }

        return page.StartsWith("page_", StringComparison.Ordinal) && int.TryParse(page[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw StripeErrors.Invalid("Invalid page token.", "page");
    }
}
