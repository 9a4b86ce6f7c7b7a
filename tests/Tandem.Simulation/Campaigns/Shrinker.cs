namespace Tandem.Simulation;

/// <summary>Makes a failing schedule smaller: operations are dropped one by one for as long as the same promise is still broken.</summary>
internal static class Shrinker
{
    /// <summary>The smaller schedule and the numbers of the operations that it does without.</summary>
    public static (Schedule Small, IReadOnlySet<int> Dropped) Shrink(Outcome failed, Alarm alarm, Database database)
    {
        var whole = failed.Schedule;
        var dropped = new HashSet<int>();
        for (var i = whole.Operations.Length - 1; i >= 0; i--)
        {
            dropped.Add(i);
            if (Run.Of(Without(whole, dropped), alarm, database).Violation?.Rule != failed.Violation!.Rule)
            {
                dropped.Remove(i);
            }
        }

        return (Without(whole, dropped), dropped);
    }

    /// <summary>A schedule without some of its operations.</summary>
    public static Schedule Without(Schedule whole, IReadOnlySet<int> dropped) =>
        whole with { Operations = [.. whole.Operations.Where((_, index) => !dropped.Contains(index))] };
}
