using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>
/// Notices edits of the moment between our look at an object in Stripe and our write to it: Stripe has no guard, but its answer shows the whole object. Their own event may have gone to
/// another product, before this one was known to own the object.
/// </summary>
internal static class Movement
{
    /// <summary>The work that looks once more, if something has moved.</summary>
    /// <param name="applied">What was written in this pass.</param>
    /// <param name="seen">What Stripe showed before.</param>
    /// <param name="key">The product.</param>
    /// <param name="now">The present.</param>
    public static ImmutableArray<DueWork> After(ImmutableArray<AppliedChange> applied, Observation seen, ProductKey key, DateTimeOffset now) =>
        applied.Any(one => one.Change is Change.Update { Side: Side.Stripe } update && HasMoved(update.Id, one, applied, seen))
            ? [new DueWork(new WorkKey(key.Connection, WorkKind.Product, key.DocumentId), now, [], "somebody edited it in Stripe in the moment of our write")]
            : [];

    private static bool HasMoved(string id, AppliedChange one, ImmutableArray<AppliedChange> applied, Observation seen)
    {
        var (before, after) = one.Change.Kind == Kind.Product
            ? (seen.Product?.Fields, one.Product?.Fields)
            : (seen.Prices.FirstOrDefault(price => price.Id == id)?.Fields, one.Price?.Fields);
        if (before is null || after is null)
        {
            return false;
        }

        var ours = applied.Select(other => other.Change).OfType<Change.Update>().Where(update => update.Id == id).SelectMany(update => update.Fields).Select(change => change.Field).ToHashSet(StringComparer.Ordinal);
        if (applied.Any(other => other.Change is Change.Create { TakesLookupKey: true } or Change.Update { TakesLookupKey: true }))
        {
            ours.Add(FieldNames.LookupKey);
        }

        return before.Names.Union(after.Names, StringComparer.Ordinal).Any(field => field != FieldNames.DefaultPrice && !ours.Contains(field) && !Equals(before[field], after[field]));
    }
}
