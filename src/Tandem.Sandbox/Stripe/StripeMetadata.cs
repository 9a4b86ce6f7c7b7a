using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Metadata merges by key: an empty value unsets one, an empty <c>metadata</c> all. <see href="https://docs.stripe.com/api/metadata"/></summary>
internal static class StripeMetadata
{
    private const int MostKeys = 50;

    public static JsonObject Merge(JsonObject? current, JsonObject input)
    {
        if (!input.Sends("metadata"))
        {
            return current?.Copy() ?? [];
        }

        if (input["metadata"] is not JsonObject changes)
        {
            return [];
        }

        var merged = current?.Copy() ?? [];
        foreach (var (key, value) in changes)
        {
            if (value!.GetValue<string>().Length == 0)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value.DeepClone();
            }
        }

        return merged.Count <= MostKeys
            ? merged
            : throw StripeErrors.Invalid($"Metadata can have up to {MostKeys} keys, but you've set {merged.Count}.", "metadata");
    }
}
