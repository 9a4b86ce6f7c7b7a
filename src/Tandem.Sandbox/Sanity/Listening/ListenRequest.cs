using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Sanity;

/// <summary>What somebody wants to hear.</summary>
/// <param name="Query">A GROQ query, of which only the top-level filter counts.</param>
/// <remarks>https://www.sanity.io/docs/listening-api</remarks>
public sealed record ListenRequest(string Query)
{
    /// <summary>The query's parameters.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>Whether the document after the change is sent along.</summary>
    public bool IncludeResult { get; init; }

    /// <summary>Whether the document before the change is sent along.</summary>
    public bool IncludePreviousRevision { get; init; }

    /// <summary>Whether the mutations are sent along.</summary>
    public bool IncludeMutations { get; init; } = true;

    /// <summary>Whether documents of releases are heard too.</summary>
    public bool IncludeAllVersions { get; init; }

    /// <summary>Whether effects in Mendoza's format are sent along.</summary>
    public bool WithEffects { get; init; }

    /// <summary>Whether the listener may resume behind <see cref="LastEventId"/>.</summary>
    public bool EnableResume { get; init; }

    /// <summary>The last event that was heard before the connection broke.</summary>
    public string? LastEventId { get; init; }
}
