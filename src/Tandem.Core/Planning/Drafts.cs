using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Keeps open drafts and versions from bringing back what Stripe has changed meanwhile.</summary>
internal static class Drafts
{
    /// <summary>
    /// The part of a document's changes that goes into its drafts: a field that the editor has changed there (it shows none of the values that the
    /// published document is known to have shown) stays the editor's.
    /// </summary>
    public static ImmutableArray<DraftChange> Follow(
        ImmutableArray<DraftView> drafts, IReadOnlyList<FieldChange> changes, ImmutableSortedDictionary<string, ImmutableArray<FieldValue?>> published, string? mirror) =>
    [
        .. from draft in drafts
           let stale = (from change in changes
                        let shown = draft.Fields[change.Field]
                        where !Equals(shown, change.To) && IsKnown(published, change, shown)
                        select new FieldChange(change.Field, shown, change.To)).ToImmutableArray()
           let missing = mirror is not null && draft.Mirror != mirror ? mirror : null
           where !stale.IsEmpty || missing is not null
           select new DraftChange(draft.Id, draft.Revision, stale, missing),
    ];

    private static bool IsKnown(ImmutableSortedDictionary<string, ImmutableArray<FieldValue?>> published, FieldChange change, FieldValue? shown) =>
        Equals(shown, change.From) || published.GetValueOrDefault(change.Field, []).Contains(shown);
}
