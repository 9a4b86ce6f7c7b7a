using Tandem.Engine;

namespace Tandem.Simulation;

/// <summary>A bug that the rig plants between the engine and what it works on, to see whether the checks notice. <see cref="None"/> plants nothing.</summary>
internal abstract class Alarm
{
    /// <summary>No bug: the product as it is.</summary>
    public static Alarm None { get; } = new Nothing();

    /// <summary>What is wrong, in a few words.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the bug is only to be found by what it does to prices and edits: that a write had no intent is then not asked.</summary>
    public virtual bool HidesIntents => false;

    /// <summary>The store as the engine gets it.</summary>
    public virtual IStateStore Around(IStateStore store, Universe universe) => store;

    /// <summary>A side as the engine gets it.</summary>
    public virtual ICatalog Around(ICatalog catalog, Universe universe) => catalog;

    private sealed class Nothing : Alarm
    {
        public override string Name => "no bug";
    }
}
