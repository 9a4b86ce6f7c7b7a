using System.Collections.Immutable;
using Tandem.Engine;

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

    /// <summary>What it is for, and by which other name it may be set.</summary>
    public string Told => Aliases is [var other, ..] ? $"{Help.TrimEnd('.')}; {other} means the same." : Help;

    /// <summary>
    /// The variable by which the same is set for one connection: the connection's name in capitals in front of it, dashes as underscores, with or without <c>NEXT_PUBLIC_</c>.
    /// The connection <c>default</c> has no prefix.
    /// </summary>
    /// <param name="connection">The connection's name.</param>
    public Variable For(string connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        if (connection == Connection.Default)
        {
            return this;
        }

        var prefix = connection.ToUpperInvariant().Replace('-', '_') + "_";
        return Name.StartsWith(Public, StringComparison.Ordinal)
            ? this with { Name = prefix + Name[Public.Length..], Aliases = [Public + prefix + Name[Public.Length..], prefix + Name] }
            : this with { Name = prefix + Name };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // What Next.js lets browsers see has this in front.
    private const string Public = "NEXT_PUBLIC_";
}
