namespace Tandem.Cli.Setup;

/// <summary>What <c>tandem setup</c> was asked for.</summary>
internal sealed record SetupOrder
{
    /// <summary>The file that settings are written to, unless another is named.</summary>
    public const string UsualFile = ".env.local";

    /// <summary>Where settings are read from.</summary>
    public required string Directory { get; init; }

    /// <summary>The file that settings are written to; a relative path starts at <see cref="Directory"/>.</summary>
    public string WriteTo { get; init; } = UsualFile;

    /// <summary>The connection.</summary>
    public string Connection { get; init; } = Engine.Connection.Default;

    /// <summary>The public address of the service, as it was given; null when it was not.</summary>
    public string? Url { get; init; }

    /// <summary>Show what would be done, and do nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Do not ask.</summary>
    public bool IsYes { get; init; }
}
