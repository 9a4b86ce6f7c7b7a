using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>What a person wants back as it was agreed before. It takes part in the plan as if an editor had just published it, so that everything that holds for an edit holds for it.</summary>
/// <param name="Number">The row's number in the store.</param>
/// <param name="Changes">The fields, each with what is agreed now and what was agreed then. One that its document shows otherwise by now stays as it is.</param>
public sealed record Undo(long Number, ImmutableArray<AgreedChange> Changes)
{
    /// <summary>What a field is to show again in Sanity, if it is to and its document still shows what was agreed.</summary>
    internal AgreedChange? For(MergedObject at, FieldRule rule) => at.HasDocument && rule.Direction == Direction.Both
        ? Changes.FirstOrDefault(change => change.Kind == at.Kind && change.Object == at.Name && change.Field == rule.Field && Equals(change.From.Sanity, at.Sanity[rule.Field]))
        : null;

    /// <summary>What cannot be taken back any more, a sentence each.</summary>
    internal IEnumerable<string> Remarks(Situation seen)
    {
        if (seen.Sanity.Product is { IsLeftAlone: true })
        {
            yield return $"{seen.Key.DocumentId} is left alone: nothing of it is taken back.";
            yield break;
        }

        foreach (var change in Changes)
        {
            var fields = change.Kind == Kind.Product ? seen.Sanity.Product?.Fields : seen.Sanity.Prices.FirstOrDefault(price => price.Id == change.Object)?.Fields;
            if (fields is null)
            {
                yield return $"{change.Object}, {change.Field} was to be taken back, but its document is not there.";
            }
            else if (!Equals(fields[change.Field], change.From.Sanity) && !Equals(fields[change.Field], change.To.Sanity))
            {
                yield return $"{change.Object}, {change.Field} was to be taken back, but its document has been edited since: it stays as it is.";
            }
            else if (seen.Policy.Rule(change.Kind, change.Field) is not { Direction: Direction.Both })
            {
                yield return $"{change.Object}, {change.Field} was to be taken back, but it does not travel both ways: edit it where it comes from.";
            }
        }
    }
}
