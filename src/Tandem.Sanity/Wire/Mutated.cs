using System.Collections.Immutable;
using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>What a transaction did.</summary>
/// <param name="TransactionId">Its id.</param>
/// <param name="Documents">The touched documents as they are after it, by whole id.</param>
/// <param name="WasRepeated">Whether a transaction of that id had been executed before, so that nothing happened now.</param>
internal sealed record Mutated(string TransactionId, ImmutableDictionary<string, JsonElement> Documents, bool WasRepeated)
{
    /// <summary>Nothing happened, because it had happened before.</summary>
    public static Mutated Repeat(string token) => new(token, ImmutableDictionary<string, JsonElement>.Empty, WasRepeated: true);

    /// <summary>Reads an answer; null when it has not the form of one.</summary>
    public static Mutated? Read(JsonElement answer)
    {
        if (answer.Text("transactionId") is not { } id || answer.Get("results") is not { ValueKind: JsonValueKind.Array } results)
        {
            return null;
        }

        // A document that several mutations touched is listed once for each; the last one is how it is now.
        var documents = ImmutableDictionary.CreateBuilder<string, JsonElement>(StringComparer.Ordinal);
        foreach (var document in results.EnumerateArray().Select(result => result.Get("document")).OfType<JsonElement>())
        {
            if (document.Text("_id") is { } whole)
            {
                documents[whole] = document;
            }
        }

        return new Mutated(id, documents.ToImmutable(), WasRepeated: false);
    }
}
