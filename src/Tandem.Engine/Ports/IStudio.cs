using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>The way between the service and the Studio plugin: documents in the dataset, and nothing else.</summary>
/// <remarks>As with <see cref="ICatalog"/>, no member throws for what the vendor does. It listens for requests.</remarks>
public interface IStudio : IListener
{
    /// <summary>Reads requests that wait, one page in the order of their ids.</summary>
    /// <param name="after">The <see cref="Mail.Next"/> of the page before; null for the first one.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Outcome<Mail>> Collect(string? after, CancellationToken cancellation);

    /// <summary>Whether a request is still there: an editor who waits no longer withdraws it.</summary>
    Task<Outcome<Sighting>> Look(string nonce, CancellationToken cancellation);

    /// <summary>Writes status documents, and deletes the requests that they answer, as one transaction. It may be repeated.</summary>
    /// <param name="post">What to write and to delete.</param>
    /// <param name="token">The transaction's id, a UUID.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Outcome<Posted>> Post(StudioPost post, string token, CancellationToken cancellation);
}

/// <summary>A page of requests.</summary>
/// <param name="Requests">What was read.</param>
/// <param name="Strays">Documents that look like requests but are none, and have lain there for a day.</param>
/// <param name="Next">Where the next page starts; null after the last one.</param>
/// <param name="IsIncomplete">Whether the history does not tell of all of them yet: they are read again in a moment.</param>
public sealed record Mail(ImmutableArray<StudioRequest> Requests, ImmutableArray<string> Strays, string? Next, bool IsIncomplete);

/// <summary>Whether something is there.</summary>
public sealed record Sighting(bool IsThere);

/// <summary>What is written to the Studio in one go.</summary>
public sealed record StudioPost
{
    /// <summary>Status documents, each with what those were told who asked about the document last.</summary>
    public ImmutableArray<StatusNotice> Notices { get; init; } = [];

    /// <summary>Nonces of answered requests, whose documents go.</summary>
    public ImmutableArray<string> Answered { get; init; } = [];

    /// <summary>Other documents that go.</summary>
    public ImmutableArray<string> Strays { get; init; } = [];

    /// <summary>Whether there is nothing to write.</summary>
    public bool IsEmpty => Notices.IsEmpty && Answered.IsEmpty && Strays.IsEmpty;
}

/// <summary>A status document.</summary>
/// <param name="Status">How the document is doing.</param>
/// <param name="Answers">What became of the last requests about it, newest first: two editors who ask at once each find theirs.</param>
/// <param name="Version">The store's count of what was to be said of the document.</param>
public sealed record StatusNotice(DocumentStatus Status, ImmutableArray<StudioAnswer> Answers, long Version)
{
    /// <summary>How many answers are kept.</summary>
    public const int MostAnswers = 5;
}

/// <summary>That something was posted.</summary>
public sealed record Posted
{
    /// <summary>It was.</summary>
    public static Posted Done { get; } = new();
}
