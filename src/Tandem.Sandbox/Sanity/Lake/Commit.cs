using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>What a transaction did to one document.</summary>
/// <param name="Id">The document.</param>
/// <param name="Before">The document before; null when it did not exist.</param>
/// <param name="After">The document after; null when it does not exist any more.</param>
/// <param name="Mutations">The mutations that touched it, by id where the caller gave a query.</param>
internal sealed record DocumentChange(string Id, Value.Map? Before, Value.Map? After, ImmutableArray<Value> Mutations)
{
    /// <summary>The document's type, before or after.</summary>
    public string? Type => (After ?? Before)?["_type"].Characters;
}

/// <summary>What one mutation did to one document, for the answer.</summary>
/// <param name="Id">The document.</param>
/// <param name="Operation"><c>create</c>, <c>update</c>, <c>delete</c> or <c>none</c>.</param>
internal sealed record MutationResult(string Id, string Operation);

/// <summary>A transaction as it was committed.</summary>
/// <param name="Id">Its id, which is also the <c>_rev</c> of every document it touched.</param>
/// <param name="At">When, exactly; documents show whole seconds.</param>
/// <param name="Author">The user id of the token, or of the person.</param>
/// <param name="Changes">What it did, in the order of first touch.</param>
/// <param name="Results">What each mutation did.</param>
/// <param name="Documents">Every document of the dataset after it.</param>
internal sealed record Commit(
    string Id,
    DateTimeOffset At,
    string Author,
    ImmutableArray<DocumentChange> Changes,
    ImmutableArray<MutationResult> Results,
    ImmutableSortedDictionary<string, Value.Map> Documents);

/// <summary>Who writes, and how.</summary>
/// <param name="Author">The user id of the token, or of the person.</param>
/// <param name="TransactionId">The id that the caller chose, or null for one of ours.</param>
/// <param name="MayWrite">Whether the role allows writing.</param>
/// <param name="AddsKeys">Whether array elements get the <c>_key</c> that they lack.</param>
internal sealed record WriteOrder(string Author, string? TransactionId, bool MayWrite, bool AddsKeys);
