using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>The durable memory: inbox, work queue, records, intents, journal. One transaction a call; a call that returned is on disk.</summary>
/// <remarks>
/// Implementations pass the store contract suite. Time comes from the store's own clock (an injected <see cref="TimeProvider"/>, or the database's);
/// leases are compared with that clock only.
/// </remarks>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>What is remembered for the Studio.</summary>
    IStudioStore Studio { get; }

    /// <summary>What operators ask, from a terminal beside the service.</summary>
    IOperatorStore Operator { get; }

    /// <summary>
    /// Stores a delivery once and makes its work due, in one transaction; only after this may a webhook be acknowledged.
    /// A duplicate stores nothing, but makes its work due again when its first copy was stored more than ten minutes ago or its work is parked.
    /// </summary>
    Task<Acceptance> Accept(Delivery delivery, Verdict verdict, CancellationToken cancellation);

    /// <summary>
    /// Makes work due: inserts the row, or raises its version. Waiting work becomes due at the earlier of both moments
    /// (<see cref="WorkKind.Unflag"/>: at the later), parked work is unparked with its attempts forgotten, leased work runs again after its lease ends.
    /// </summary>
    Task Enqueue(ImmutableArray<DueWork> work, CancellationToken cancellation);

    /// <summary>
    /// Leases the work that has been due longest and that nobody holds (an expired lease is nobody's), or returns null. Each lease carries a new
    /// fencing token.
    /// </summary>
    /// <param name="owner">For people.</param>
    /// <param name="length">How long the lease lasts.</param>
    /// <param name="only">Connections whose work is meant; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Lease?> Claim(string owner, TimeSpan length, ImmutableArray<string>? only, CancellationToken cancellation);

    /// <summary>The same for work of one kind of one connection.</summary>
    Task<Lease?> Claim(string owner, TimeSpan length, string connection, WorkKind kind, CancellationToken cancellation);

    /// <summary>
    /// Leases one piece of work by its name, due or not, parked or not; null while somebody else holds it. What nobody had asked for is made for the lease
    /// (<see cref="Lease.IsMade"/>), so that it is due when the lease expires. An owner who holds it already gets a new lease in place of the old one.
    /// </summary>
    /// <param name="key">Which work.</param>
    /// <param name="owner">For people; and who may renew.</param>
    /// <param name="length">How long the lease lasts.</param>
    /// <param name="reason">Why the work is made, if it has to be.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<Lease?> Take(WorkKey key, string owner, TimeSpan length, string reason, CancellationToken cancellation);

    /// <summary>When the next unleased, unparked work of the connections in <paramref name="only"/> (null for all) becomes due or the next lease of it expires, or null when there is none.</summary>
    Task<DateTimeOffset?> NextDue(ImmutableArray<string>? only, CancellationToken cancellation);

    /// <summary>Commits what a pass has learnt so far, if the lease is still held and unexpired; stores nothing otherwise.</summary>
    Task<CommitResult> Commit(Lease lease, Recording recording, CancellationToken cancellation);

    /// <summary>
    /// Ends a lease and commits with it. <see cref="Ending.Done"/> deletes the work if no newer hint arrived meanwhile, else releases it as due now
    /// (<see cref="WorkKind.Unflag"/>: at the later moment that the hint asked for). A newer hint also keeps <see cref="Ending.Park"/> from parking
    /// and <see cref="Ending.Retry"/> from waiting: what the pass concluded may be out of date.
    /// <see cref="Recording.Due"/> is enqueued after the ending, so that work which asks for its own next turn gets it at the moment it asked for.
    /// Stores nothing if the lease was lost.
    /// </summary>
    Task<CommitResult> Release(Lease lease, Recording recording, Ending ending, CancellationToken cancellation);

    /// <summary>The record of a product, or null when there is none.</summary>
    Task<ProductRecord?> Load(ProductKey key, CancellationToken cancellation);

    /// <summary>The product that an object is linked to by some record, or null.</summary>
    Task<ProductKey?> Find(string connection, ObjectId subject, CancellationToken cancellation);

    /// <summary>The intents of a product that are open, or superseded and not yet seen.</summary>
    Task<ImmutableArray<Intent>> Intents(ProductKey key, CancellationToken cancellation);

    /// <summary>The intent with that token, or null.</summary>
    Task<Intent?> FindIntent(string connection, string token, CancellationToken cancellation);

    /// <summary>The overtaken edits of a product that no pass has settled yet.</summary>
    Task<ImmutableArray<OvertakenEdit>> Overtaken(ProductKey key, CancellationToken cancellation);

    /// <summary>Reads a small durable value (feed cursors, first-contact facts), or null.</summary>
    Task<string?> Read(string connection, string name, CancellationToken cancellation);

    /// <summary>Writes a small durable value.</summary>
    Task Write(string connection, string name, string value, CancellationToken cancellation);

    /// <summary>Every connection of which the store remembers something, in order; also those that are not configured any more.</summary>
    Task<ImmutableArray<string>> Connections(CancellationToken cancellation);

    /// <summary>How many products of a connection have a live or pending link.</summary>
    Task<int> CountLinked(string connection, CancellationToken cancellation);

    /// <summary>Every linked document or Stripe object of a connection, in order of id, after <paramref name="after"/>; for sweeps that look for deletes.</summary>
    Task<ImmutableArray<LinkedObject>> Linked(string connection, Side side, Kind kind, string after, int limit, CancellationToken cancellation);

    /// <summary>How many archives the guard has counted since a moment.</summary>
    Task<int> CountGuarded(string connection, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Work that is parked, oldest first.</summary>
    Task<ImmutableArray<ParkedWork>> Parked(string? connection, int limit, CancellationToken cancellation);

    /// <summary>The newest journal entries, newest first, after filtering by product if one is given and by number greater than <paramref name="after"/>.</summary>
    Task<ImmutableArray<JournalEntry>> Journal(string? connection, string? documentId, long after, int limit, CancellationToken cancellation);

    /// <summary>Open conflicts, oldest first.</summary>
    Task<ImmutableArray<OpenConflict>> Conflicts(string? connection, int limit, CancellationToken cancellation);

    /// <summary>
    /// Notes that a person decided an open conflict and makes its product due; false when it is not open any more, or with other values. The decision counts for
    /// those two values and no others, and goes with the conflict.
    /// </summary>
    /// <param name="open">The conflict, as <see cref="Conflicts"/> showed it.</param>
    /// <param name="winner">The side whose value stands; not <see cref="Winner.Ask"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<bool> Decide(OpenConflict open, Winner winner, CancellationToken cancellation);

    /// <summary>Changes that wait for the word of a person, oldest first; not those that a person has ruled on.</summary>
    Task<ImmutableArray<WaitingChange>> Held(string? connection, int limit, CancellationToken cancellation);

    /// <summary>
    /// Notes what a person said of changes that are held and makes their product due; returns how many of them were still held. The word counts for the very
    /// changes that were named, and goes with them.
    /// </summary>
    /// <param name="key">The product.</param>
    /// <param name="held">The changes, as <see cref="Held"/> showed them.</param>
    /// <param name="ruling">What the person said; not <see cref="Ruling.None"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<int> Rule(ProductKey key, ImmutableArray<HeldChange> held, Ruling ruling, CancellationToken cancellation);

    /// <summary>What persons have said of a product.</summary>
    Task<Said> Said(ProductKey key, CancellationToken cancellation);

    /// <summary>How much of what there is.</summary>
    Task<StoreCounts> Count(CancellationToken cancellation);

    /// <summary>
    /// Deletes journal entries (not those that tell of a conflict or of a held change which still waits for a person), handled deliveries (whose routing is not waiting)
    /// and closed intents (done, refused, or superseded and seen) older than a moment, at most <paramref name="limit"/> of each; returns how many rows went.
    /// </summary>
    Task<int> Forget(DateTimeOffset before, int limit, CancellationToken cancellation);

    /// <summary>Proves that the store can commit right now; throws if it cannot.</summary>
    Task Probe(CancellationToken cancellation);

    /// <summary>Raised, on any thread, after work became due through this instance.</summary>
    event Action? WorkAdded;
}

/// <summary>Shorter ways to ask a store.</summary>
public static class StateStoreQuestions
{
    /// <summary>Leases the work that has been due longest, whatever connection it belongs to.</summary>
    public static Task<Lease?> Claim(this IStateStore store, string owner, TimeSpan length, CancellationToken cancellation) => store.Claim(owner, length, null, cancellation);

    /// <summary>When the next work becomes due, whatever connection it belongs to.</summary>
    public static Task<DateTimeOffset?> NextDue(this IStateStore store, CancellationToken cancellation) => store.NextDue(null, cancellation);
}

/// <summary>How a commit ended.</summary>
public enum CommitResult
{
    /// <summary>On disk.</summary>
    Committed,

    /// <summary>The lease expired or was taken over: nothing was stored, and nothing may be sent any more.</summary>
    LeaseLost,

    /// <summary>The record links an object that another product's record holds: nothing was stored.</summary>
    LinkTaken,
}

/// <summary>How a delivery was taken.</summary>
public enum Acceptance
{
    /// <summary>Stored, and its work is due.</summary>
    Stored,

    /// <summary>Already stored before.</summary>
    Duplicate,

    /// <summary>Stored; it tells of our own recorded write, so that no work is due.</summary>
    Echo,

    /// <summary>Stored apart: it belongs to another environment.</summary>
    Foreign,
}

/// <summary>What a delivery means in the light of our own intents; decided purely, before it is stored.</summary>
/// <param name="IsEcho">It tells of nothing but a recorded write of ours.</param>
/// <param name="SeenToken">The intent whose event this is, to be marked as seen.</param>
/// <param name="Overtaken">Edits that our write overtook.</param>
public sealed record Verdict(bool IsEcho, string? SeenToken, ImmutableArray<OvertakenEdit> Overtaken)
{
    /// <summary>
    /// The token of an intent whose result is not recorded yet: the delivery's work is then <see cref="WorkKind.Await"/>,
    /// due a quarter of a second later, instead of <see cref="WorkKind.Route"/>.
    /// </summary>
    public string? Awaits { get; init; }

    /// <summary>Not ours.</summary>
    public static Verdict News { get; } = new(false, null, []);
}

/// <summary>What sort of work a row of the queue is.</summary>
public enum WorkKind
{
    /// <summary>Find out to which product an object belongs. Id: <see cref="ObjectId.ToString"/>.</summary>
    Route,

    /// <summary>Reconcile a product. Id: its document id.</summary>
    Product,

    /// <summary>Clear <c>updatedFromStripe</c> on a product's documents. Id: its document id.</summary>
    Unflag,

    /// <summary>
    /// A delivery tells of a write of ours whose result is not recorded yet: wait for it, then drop the delivery as an echo or route it.
    /// Id: the token, a blank, and <see cref="ObjectId.ToString"/> of the subject.
    /// </summary>
    Await,

    /// <summary>Ask a side what changed. Id: <c>sanity</c>, <c>stripe</c>, <c>studio</c> for requests, or <c>compare</c> for the full comparison; or <c>retention</c>: delete what is old.</summary>
    Sweep,

    /// <summary>Tell the Studio what it was not told yet. Id: <c>documents</c>.</summary>
    Notice,
}

/// <summary>The identity of a row of the work queue.</summary>
public readonly record struct WorkKey(string Connection, WorkKind Kind, string Id)
{
    /// <summary>As logs and the command line name it: <c>default/product/mug</c>.</summary>
    public override string ToString() => $"{Connection}/{Kind.ToString().ToLowerInvariant()}/{Id}";
}

/// <summary>Work that becomes due.</summary>
/// <param name="Key">Which work.</param>
/// <param name="Due">From when on (UTC).</param>
/// <param name="Mentions">Object ids that the pass should look at although no record knows them; merged with those already waiting.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record DueWork(WorkKey Key, DateTimeOffset Due, ImmutableArray<ObjectId> Mentions, string Reason)
{
    /// <summary>The work of telling the Studio what it was not told yet.</summary>
    public static DueWork Notices(string connection, DateTimeOffset now) => new(new WorkKey(connection, WorkKind.Notice, "documents"), now, [], "something is news to the Studio");
}

/// <summary>The right to do a piece of work until a moment.</summary>
/// <param name="Key">The work.</param>
/// <param name="Version">The version of the row that was leased; a newer one at the end means that hints arrived meanwhile.</param>
/// <param name="Fence">Unique to this lease: a later lease of the same work has another one.</param>
/// <param name="Until">When it expires (UTC, the store's clock).</param>
/// <param name="Attempts">How many tries failed before.</param>
/// <param name="Mentions">As enqueued.</param>
/// <param name="Reason">Why the work became due.</param>
/// <param name="DueAt">Since when it was due (UTC).</param>
public sealed record Lease(
    WorkKey Key, long Version, string Fence, DateTimeOffset Until, int Attempts, ImmutableArray<ObjectId> Mentions, string Reason, DateTimeOffset DueAt)
{
    /// <summary>Whether nobody had asked for the work, and it was made for this lease.</summary>
    public bool IsMade { get; init; }
}

/// <summary>How a lease ends.</summary>
public abstract record Ending
{
    private Ending()
    {
    }

    /// <summary>The work is done.</summary>
    public sealed record Done : Ending;

    /// <summary>Not done: try again later. Counts as a failed attempt unless <paramref name="Counts"/> is false.</summary>
    public sealed record Retry(DateTimeOffset Due, string Reason, bool Counts) : Ending;

    /// <summary>Nothing was done: the work is as it was before the lease, and gone if it was made for it.</summary>
    public sealed record Back : Ending;

    /// <summary>A person must act: nothing more happens until a new hint or a replay.</summary>
    public sealed record Park(string Reason) : Ending;
}
