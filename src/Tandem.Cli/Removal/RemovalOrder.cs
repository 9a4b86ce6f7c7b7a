namespace Tandem.Cli.Removal;

/// <summary>What <c>tandem setup --remove</c> was asked for.</summary>
internal sealed record RemovalOrder
{
    /// <summary>Where settings are read from.</summary>
    public required string Directory { get; init; }

    /// <summary>The file that setup wrote settings to.</summary>
    public required string WriteTo { get; init; }

    /// <summary>The connection.</summary>
    public string Connection { get; init; } = Engine.Connection.Default;

    /// <summary>Take the mirrors out of documents too.</summary>
    public bool HasIds { get; init; }

    /// <summary>Show what would be done, and do nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Do not ask.</summary>
    public bool IsYes { get; init; }
}
