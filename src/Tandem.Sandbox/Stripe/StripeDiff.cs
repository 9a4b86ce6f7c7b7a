using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>The <c>previous_attributes</c> of an update: old values of what changed, groups key by key, a new key as null.</summary>
internal static class StripeDiff
{
    // Not in events: readers must fetch them with expand.
    private static readonly string[] Hidden = ["currency_options", "tiers"];

    public static JsonObject Previous(JsonObject before, JsonObject after)
    {
        var previous = new JsonObject();
        foreach (var name in before.Select(field => field.Key).Union(after.Select(field => field.Key)))
        {
            if (Array.IndexOf(Hidden, name) >= 0 || JsonNode.DeepEquals(before[name], after[name]))
            {
                continue;
            }

            // Assumed for groups other than metadata: the same by-key form.
            previous[name] = before[name] is JsonObject old && after[name] is JsonObject now ? Previous(old, now) : before[name]?.DeepClone();
        }

        return previous;
    }
}
