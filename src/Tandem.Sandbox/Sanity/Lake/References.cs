namespace Tandem.Sandbox.Sanity;

/// <summary>One reference inside a document.</summary>
/// <param name="To">The id it names.</param>
/// <param name="IsStrong">Whether its target must exist.</param>
internal sealed record Reference(string To, bool IsStrong);

/// <summary>Finds the references inside documents.</summary>
internal static class References
{
    /// <summary>Every reference, however deep. One to another dataset is never checked here.</summary>
    public static IEnumerable<Reference> All(Value value) => value switch
    {
        Value.List list => list.Items.SelectMany(All),
        Value.Map map when map["_ref"] is Value.Text to => [new Reference(to.Content, !map["_weak"].IsTrue && map["_dataset"].IsNull)],
        Value.Map map => map.Members.SelectMany(static member => All(member.Value)),
        _ => [],
    };

    /// <summary>The ids that must exist for this document.</summary>
    public static IEnumerable<string> Strong(Value document) =>
        All(document).Where(static reference => reference.IsStrong).Select(static reference => reference.To).Distinct();

    /// <summary>Whether a document needs another one.</summary>
    public static bool IsStrong(Value value, string target) => value switch
    {
        Value.List list => list.Items.Any(item => IsStrong(item, target)),
        Value.Map map when map["_ref"] is Value.Text to => to.Content == target && !map["_weak"].IsTrue && map["_dataset"].IsNull,
        Value.Map map => map.Members.Any(member => IsStrong(member.Value, target)),
        _ => false,
    };
}
