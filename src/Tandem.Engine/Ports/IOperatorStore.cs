using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What an operator asks of the memory and does to it, beside a running service or without one: the commands of <c>tandem</c>.</summary>
public interface IOperatorStore
{
    /// <summary>How each connection is doing, by what is on disk; in order of name.</summary>
    /// <param name="connection">The only connection that is meant; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<ConnectionCounts>> Overview(string? connection, CancellationToken cancellation);

    /// <summary>The product that an id belongs to in each connection that knows it: of a document, of a price inside of one, of a Stripe product or of a Stripe price, current or former.</summary>
    /// <param name="connection">The only connection that is meant; null for all.</param>
    /// <param name="id">The id.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<ProductKey>> Resolve(string? connection, string id, CancellationToken cancellation);

    /// <summary>What is on record of a product: all that is so now, and the newest of what was.</summary>
    /// <param name="key">The product.</param>
    /// <param name="limit">How many hints, journal entries and requests at most; of each the newest.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ProductHistory> History(ProductKey key, int limit, CancellationToken cancellation);

    /// <summary>The newest hints that name an id which belongs to no product, foreign ones included.</summary>
    /// <param name="connection">The only connection that is meant; null for all.</param>
    /// <param name="id">The id.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<Hint>> Hints(string? connection, string id, int limit, CancellationToken cancellation);

    /// <summary>Writes down what an operator is about to do.</summary>
    Task Note(ImmutableArray<JournalEntry> entries, CancellationToken cancellation);

    /// <summary>
    /// Takes down that a person wants fields of a product back as they were agreed before, and makes it due. What was asked for before and is not done yet is replaced.
    /// </summary>
    /// <param name="key">The product.</param>
    /// <param name="changes">The fields, each with what is agreed now and what was agreed then.</param>
    /// <param name="entry">What the journal is told.</param>
    /// <param name="cancellation">Gives up.</param>
    Task AskUndo(ProductKey key, ImmutableArray<AgreedChange> changes, JournalEntry entry, CancellationToken cancellation);

    /// <summary>What was promoted from one connection to another one.</summary>
    /// <param name="connection">Where it went to.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<ImmutableArray<Promoted>> Promotions(string connection, string origin, CancellationToken cancellation);

    /// <summary>Remembers what was promoted of a product, in the place of what was remembered before, and makes the product due.</summary>
    /// <param name="key">The product where it went to.</param>
    /// <param name="origin">Where it came from.</param>
    /// <param name="promoted">What both documents show.</param>
    /// <param name="entries">What the journal is told.</param>
    /// <param name="cancellation">Gives up.</param>
    Task Promote(ProductKey key, string origin, Promoted promoted, ImmutableArray<JournalEntry> entries, CancellationToken cancellation);

    /// <summary>Gives parked work up: it is deleted, and the next hint makes it again; false when it is not parked any more for that reason.</summary>
    Task<bool> Discard(ParkedWork parked, CancellationToken cancellation);
}
