using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What the store remembers for the Studio: requests, each once, and what was last said of each document.</summary>
/// <remarks>Answers and statuses that belong to a pass are committed with it: <see cref="Recording.Answers"/>, <see cref="Recording.Statuses"/>.</remarks>
public interface IStudioStore
{
    /// <summary>Whether a request was taken before. One that was answered is to be told again: its document is still there, or is there again.</summary>
    Task<bool> Recall(string connection, string nonce, CancellationToken cancellation);

    /// <summary>
    /// Takes a request, once: its product becomes due, or, when the answer is known already, the Studio's documents do. A request that was taken before changes nothing.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">The request.</param>
    /// <param name="work">The product's work that it makes due; null when it is answered at once.</param>
    /// <param name="answer">The answer, when nothing has to be done for it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task Receive(string connection, StudioRequest request, DueWork? work, StudioAnswer? answer, CancellationToken cancellation);

    /// <summary>How many requests of an author were taken that were written after one moment and not after another.</summary>
    Task<int> CountAsked(string connection, string author, DateTimeOffset after, DateTimeOffset until, CancellationToken cancellation);

    /// <summary>The requests of a product that have no answer yet, oldest first.</summary>
    Task<ImmutableArray<StudioRequest>> Open(ProductKey key, CancellationToken cancellation);

    /// <summary>Requests that were written before a moment and have no answer yet.</summary>
    Task<ImmutableArray<StudioRequest>> Overdue(string connection, DateTimeOffset before, CancellationToken cancellation);

    /// <summary>Answers a request that has no answer yet, outside of a pass.</summary>
    Task Answer(string connection, StudioAnswer answer, CancellationToken cancellation);

    /// <summary>What was last said of a product's documents.</summary>
    Task<ImmutableArray<DocumentStatus>> Statuses(ProductKey key, CancellationToken cancellation);

    /// <summary>The open conflicts of a product.</summary>
    Task<ImmutableArray<OpenConflict>> Conflicts(ProductKey key, CancellationToken cancellation);

    /// <summary>Counts everything that was said of documents as not told: whoever switched the plugin off may have deleted what was written for it.</summary>
    Task Forget(string connection, CancellationToken cancellation);

    /// <summary>What the Studio was not told yet, at most so many documents.</summary>
    Task<StudioPost> Untold(string connection, int limit, CancellationToken cancellation);

    /// <summary>Notes that the Studio was told; what has changed since stays untold.</summary>
    Task Told(string connection, StudioPost post, CancellationToken cancellation);
}
