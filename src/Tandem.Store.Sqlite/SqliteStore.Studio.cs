using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <content>What is remembered for the Studio.</content>
public sealed partial class SqliteStore : IStudioStore
{
    /// <inheritdoc/>
    public IStudioStore Studio => this;

    /// <inheritdoc/>
    async Task<bool> IStudioStore.Recall(string connection, string nonce, CancellationToken cancellation)
    {
        var (isKnown, isUntold) = await Change(
            session =>
            {
                var recalled = StudioRequestRows.Recall(session, connection, nonce);
                return recalled.IsUntold ? (recalled.IsKnown, MakeNoticesDue(session, connection)) : recalled;
            },
            cancellation);
        Announce(isUntold);
        return isKnown;
    }

    /// <inheritdoc/>
    async Task IStudioStore.Receive(string connection, StudioRequest request, DueWork? work, StudioAnswer? answer, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        Announce(await Change(
            session =>
            {
                if (!StudioRequestRows.Add(session, connection, request, work?.Key.Id))
                {
                    return false;
                }

                var isAnswered = answer is not null && StudioRequestRows.Answer(session, connection, answer) && MakeNoticesDue(session, connection);
                return EnqueueAll(session, work is null ? [] : [work]) || isAnswered;
            },
            cancellation));
    }

    /// <inheritdoc/>
    Task<int> IStudioStore.CountAsked(string connection, string author, DateTimeOffset after, DateTimeOffset until, CancellationToken cancellation) =>
        Look(session => StudioRequestRows.Count(session, connection, author, after.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds()), cancellation);

    /// <inheritdoc/>
    Task<ImmutableArray<StudioRequest>> IStudioStore.Open(ProductKey key, CancellationToken cancellation) =>
        Look(session => StudioRequestRows.Open(session, key), cancellation);

    /// <inheritdoc/>
    Task<ImmutableArray<StudioRequest>> IStudioStore.Overdue(string connection, DateTimeOffset before, CancellationToken cancellation) =>
        Look(session => StudioRequestRows.Overdue(session, connection, before.ToUnixTimeMilliseconds()), cancellation);

    /// <inheritdoc/>
    async Task IStudioStore.Answer(string connection, StudioAnswer answer, CancellationToken cancellation) =>
        Announce(await Change(session => StudioRequestRows.Answer(session, connection, answer) && MakeNoticesDue(session, connection), cancellation));

    /// <inheritdoc/>
    Task<ImmutableArray<DocumentStatus>> IStudioStore.Statuses(ProductKey key, CancellationToken cancellation) =>
        Look(session => StudioStatusRows.Of(session, key), cancellation);

    /// <inheritdoc/>
    Task<ImmutableArray<OpenConflict>> IStudioStore.Conflicts(ProductKey key, CancellationToken cancellation) =>
        Look(session => RecordRows.ConflictsOf(session, key), cancellation);

    /// <inheritdoc/>
    Task IStudioStore.Forget(string connection, CancellationToken cancellation) => Change(
        session =>
        {
            StudioStatusRows.Forget(session, connection);
            return true;
        },
        cancellation);

    /// <inheritdoc/>
    Task<StudioPost> IStudioStore.Untold(string connection, int limit, CancellationToken cancellation) => Look(
        session => new StudioPost { Notices = StudioStatusRows.Untold(session, connection, limit), Answered = StudioRequestRows.Untold(session, connection, limit) },
        cancellation);

    /// <inheritdoc/>
    Task IStudioStore.Told(string connection, StudioPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        return Change(
            session =>
            {
                foreach (var notice in post.Notices)
                {
                    StudioStatusRows.Told(session, connection, notice);
                }

                foreach (var nonce in post.Answered)
                {
                    StudioRequestRows.Told(session, connection, nonce);
                }

                return true;
            },
            cancellation);
    }

    // What a pass has to say to the Studio; true when something of it is news.
    private bool Say(SqliteSession session, Lease lease, Recording recording)
    {
        var isNews = false;
        foreach (var status in recording.Statuses)
        {
            isNews |= StudioStatusRows.Put(session, lease.Key.Connection, lease.Key.Kind == WorkKind.Product ? lease.Key.Id : null, status);
        }

        foreach (var answer in recording.Answers)
        {
            isNews |= StudioRequestRows.Answer(session, lease.Key.Connection, answer);
        }

        return isNews && MakeNoticesDue(session, lease.Key.Connection);
    }

    private bool MakeNoticesDue(SqliteSession session, string connection) => EnqueueAll(session, [DueWork.Notices(connection, _time.GetUtcNow())]);
}
