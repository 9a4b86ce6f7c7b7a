using System.Collections.Immutable;
using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>What a read of documents by id found.</summary>
/// <param name="Documents">The documents, in no order; the same one may be in here twice.</param>
/// <param name="Missing">Ids that were proven not to exist.</param>
/// <param name="Hidden">An id that the token may not read, if there is one.</param>
internal sealed record FoundDocuments(ImmutableArray<JsonElement> Documents, ImmutableArray<string> Missing, string? Hidden)
{
    /// <summary>Nothing was asked.</summary>
    public static FoundDocuments Nothing { get; } = new([], [], null);

    /// <summary>Both findings together.</summary>
    public FoundDocuments With(FoundDocuments other) =>
        new([.. Documents, .. other.Documents], [.. Missing, .. other.Missing], Hidden ?? other.Hidden);

    /// <summary>Reads an answer; null when it has not the form of one.</summary>
    public static FoundDocuments? Read(JsonElement answer)
    {
        if (answer.Get("documents") is not { ValueKind: JsonValueKind.Array } documents)
        {
            return null;
        }

        var omitted = answer.Items("omitted").Select(entry => (Id: entry.Text("id"), Reason: entry.Text("reason"))).ToList();
        return new FoundDocuments(
            [.. documents.EnumerateArray().Where(document => document.Text("_id") is not null)],
            [.. omitted.Where(entry => entry.Reason == "existence").Select(entry => entry.Id).OfType<string>()],
            omitted.Find(entry => entry.Reason == "permission").Id);
    }
}

/// <summary>The rows of a query's result.</summary>
internal sealed record Rows(ImmutableArray<JsonElement> Items);
