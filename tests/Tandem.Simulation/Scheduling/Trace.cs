namespace Tandem.Simulation;

/// <summary>A fingerprint of everything that happened in order: equal seeds must give equal traces.</summary>
internal sealed class Trace
{
    private const ulong Prime = 1_099_511_628_211;

    /// <summary>The fingerprint so far (FNV-1a).</summary>
    public ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    /// <summary>Takes a number in.</summary>
    public void Add(int value)
    {
        unchecked
        {
            Hash = (Hash ^ (uint)value) * Prime;
        }
    }

    /// <summary>Takes a text in.</summary>
    public void Add(string text)
    {
        foreach (var c in text)
        {
            Add(c);
        }
    }
}
