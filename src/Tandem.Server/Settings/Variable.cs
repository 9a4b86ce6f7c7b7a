using System.Collections.Immutable;

namespace Tandem.Server;

/// <summary>A variable that the service reads, and what to tell somebody who has not set it.</summary>
/// <param name="Name">Its name in the environment or in an environment file.</param>
/// <param name="Help">What it is for and where its value comes from, in a sentence.</param>
public sealed record Variable(string Name, string Help)
{
    /// <summary>Other names that mean the same, tried after <see cref="Name"/> in each source.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>What holds when it is not set, for people; null when it must be set.</summary>
    public string? Default { get; init; }

    /// <summary>Whether its value may never be shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Values that stand in the guides as place holders, and so mean that it was never set.</summary>
    public ImmutableArray<string> PlaceHolders { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;
}
