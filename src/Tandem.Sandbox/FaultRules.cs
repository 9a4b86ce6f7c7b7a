namespace Tandem.Sandbox;

/// <summary>A list of rules of one kind, each with what is left of its counts.</summary>
internal sealed class FaultRules<TRule>(Random random)
{
    private readonly List<Entry> _entries = [];

    public void Add(TRule rule, int skip, int times, double probability) =>
        _entries.Add(new Entry(rule, probability) { Skip = skip, Left = times });

    public void Clear() => _entries.Clear();

    /// <summary>Draws the first rule that matches and strikes; its count goes down.</summary>
    public TRule? Draw(Func<TRule, bool> matches)
    {
        foreach (var entry in _entries)
        {
            if (!matches(entry.Rule))
            {
                continue;
            }

            if (entry.Skip > 0)
            {
                entry.Skip--;
                continue;
            }

            if (entry.Probability < 1 && random.NextDouble() >= entry.Probability)
            {
                continue;
            }

            entry.Left--;
            if (entry.Left <= 0)
            {
                _entries.Remove(entry);
            }

            return entry.Rule;
        }

        return default;
    }

    private sealed class Entry(TRule rule, double probability)
    {
        public TRule Rule { get; } = rule;

        public double Probability { get; } = probability;

        public int Skip { get; set; }

        public int Left { get; set; }
    }
}
