using System.Collections.Immutable;
using System.Globalization;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Sqlite;

/// <summary>The work queue's statements.</summary>
internal static class WorkRows
{
    private const string IsFree = "(fence IS NULL OR lease_until <= @now)";
    private const string IsWanted = "(@only IS NULL OR connection IN (SELECT value FROM json_each(@only)))";

    // Parked work starts afresh; waiting work keeps its place. An unflag waits for the last of all moments asked for.
    private const string EnqueueSql = """
        INSERT INTO work (connection, kind, id, version, due, reason, mentions)
        VALUES (@connection, @kind, @id, 1, @due, @reason, @mentions)
        ON CONFLICT (connection, kind, id) DO UPDATE SET
          version = version + 1,
          due = CASE WHEN parked_since IS NOT NULL THEN excluded.due
                     WHEN kind = 'unflag' THEN max(due, excluded.due)
                     ELSE min(due, excluded.due) END,
          attempts = CASE WHEN parked_since IS NULL THEN attempts ELSE 0 END,
          reason = excluded.reason,
          parked_since = NULL,
          parked_reason = NULL,
          mentions = CASE WHEN excluded.mentions IN ('[]', mentions) THEN mentions
                          ELSE (SELECT json_group_array(value) FROM (SELECT value FROM json_each(work.mentions) UNION SELECT value FROM json_each(excluded.mentions))) END
        """;

    private const string Leased = "RETURNING connection, kind, id, version, fence, lease_until, attempts, mentions, reason, due";

    private const string ClaimSql = $"""
        UPDATE work SET fence = (SELECT last + 1 FROM fence), owner = @owner, lease_until = @until
        WHERE (connection, kind, id) = (
          SELECT connection, kind, id FROM work
          WHERE parked_since IS NULL AND due <= @now AND {IsFree} AND {IsWanted} AND (@kind IS NULL OR kind = @kind)
          ORDER BY due, connection, kind, id LIMIT 1)
        {Leased}
        """;

    private const string MakeSql = """
        INSERT INTO work (connection, kind, id, version, due, reason, mentions)
        VALUES (@connection, @kind, @id, 1, @now, @reason, '[]')
        ON CONFLICT (connection, kind, id) DO NOTHING
        """;

    private const string TakeSql = $"""
        UPDATE work SET fence = (SELECT last + 1 FROM fence), owner = @owner, lease_until = @until
        WHERE connection = @connection AND kind = @kind AND id = @id AND ({IsFree} OR owner = @owner)
        {Leased}
        """;

    private const string Held = "connection = @connection AND kind = @kind AND id = @id AND fence = @fence AND lease_until > @now";

    /// <summary>Makes work due.</summary>
    public static void Enqueue(SqliteSession session, DueWork work) => session.Run(
        EnqueueSql,
        ("@connection", work.Key.Connection),
        ("@kind", Word<WorkKind>.Of(work.Key.Kind)),
        ("@id", work.Key.Id),
        ("@due", work.Due.ToUnixTimeMilliseconds()),
        ("@reason", work.Reason),
        ("@mentions", StoreJson.WriteList(work.Mentions)));

    /// <summary>Leases the work that has been due longest, if any.</summary>
    public static Lease? Claim(SqliteSession session, string owner, long now, long until, ImmutableArray<string>? only, WorkKind? kind = null) => Fenced(
        session,
        session.First(
            ClaimSql, ReadLease, ("@owner", owner), ("@until", until), ("@now", now), ("@only", Wanted(only)), ("@kind", kind is { } wanted ? Word<WorkKind>.Of(wanted) : null)));

    /// <summary>Leases a piece of work by its name, made if need be; null while somebody else holds it.</summary>
    public static Lease? Take(SqliteSession session, WorkKey key, string owner, long now, long until, string reason)
    {
        (string Name, object? Value)[] named = [("@connection", key.Connection), ("@kind", Word<WorkKind>.Of(key.Kind)), ("@id", key.Id), ("@now", now)];
        var isMade = session.Run(MakeSql, [.. named, ("@reason", reason)]) == 1;
        return Fenced(session, session.First(TakeSql, ReadLease, [.. named, ("@owner", owner), ("@until", until)])) is { } lease ? lease with { IsMade = isMade } : null;
    }

    private static Lease? Fenced(SqliteSession session, Lease? lease)
    {
        if (lease is not null)
        {
            session.Run("UPDATE fence SET last = last + 1");
        }

        return lease;
    }

    /// <summary>When something can be claimed next.</summary>
    public static long? NextDue(SqliteSession session, long now, ImmutableArray<string>? only)
    {
        var wanted = Wanted(only);
        var free = session.Number($"SELECT min(due) FROM work WHERE parked_since IS NULL AND {IsFree} AND {IsWanted}", ("@now", now), ("@only", wanted));
        var held = session.Number($"SELECT min(max(due, lease_until)) FROM work WHERE fence IS NOT NULL AND lease_until > @now AND {IsWanted}", ("@now", now), ("@only", wanted));
        return free is null || held < free ? held : free;
    }

    private static string? Wanted(ImmutableArray<string>? only) => only is { } names ? StoreJson.WriteList(names) : null;

    /// <summary>Whether a lease is still held and has not expired.</summary>
    public static bool IsHeld(SqliteSession session, Lease lease, long now) =>
        session.Number($"SELECT 1 FROM work WHERE {Held}", OfLease(lease, now)) is not null;

    /// <summary>Ends a lease that <see cref="IsHeld"/>. Returns whether the work is due again.</summary>
    public static bool End(SqliteSession session, Lease lease, Ending ending, long now)
    {
        var isOvertaken = session.Number($"SELECT 1 FROM work WHERE {Held} AND version > @version", [.. OfLease(lease, now), ("@version", lease.Version)]) is not null;
        switch (ending)
        {
            case Ending.Done when !isOvertaken:
                session.Run($"DELETE FROM work WHERE {Held}", OfLease(lease, now));
                return false;
            case Ending.Park park when !isOvertaken:
                session.Run(
                    $"UPDATE work SET fence = NULL, owner = NULL, lease_until = NULL, attempts = attempts + 1, parked_reason = @reason, parked_since = @now WHERE {Held}",
                    [.. OfLease(lease, now), ("@reason", park.Reason)]);
                return false;
            case Ending.Back when lease.IsMade && !isOvertaken:
                session.Run($"DELETE FROM work WHERE {Held}", OfLease(lease, now));
                return false;
            case Ending.Back:
                session.Run($"UPDATE work SET fence = NULL, owner = NULL, lease_until = NULL WHERE {Held}", OfLease(lease, now));
                return true;
            case Ending.Retry retry:
                Free(session, lease, now, (retry.Counts ? lease.Attempts + 1 : lease.Attempts, isOvertaken ? now : retry.Due.ToUnixTimeMilliseconds(), retry.Reason));
                return true;
            default:
                // A hint arrived while the pass was on its way: what it concluded may be out of date.
                Free(session, lease, now, (0, now, null));
                return true;
        }
    }

    /// <summary>Takes the leases of a process that is gone.</summary>
    public static void FreeAll(SqliteSession session) =>
        session.Run("UPDATE work SET fence = NULL, owner = NULL, lease_until = NULL WHERE fence IS NOT NULL");

    /// <summary>Whether a piece of work is parked.</summary>
    public static bool IsParked(SqliteSession session, WorkKey key) => session.Number(
        "SELECT 1 FROM work WHERE connection = @connection AND kind = @kind AND id = @id AND parked_since IS NOT NULL",
        ("@connection", key.Connection),
        ("@kind", Word<WorkKind>.Of(key.Kind)),
        ("@id", key.Id)) is not null;

    /// <summary>Parked work, oldest first.</summary>
    public static ImmutableArray<ParkedWork> Parked(SqliteSession session, string? connection, int limit) => session.All(
        """
        SELECT connection, kind, id, parked_reason, parked_since, attempts FROM work
        WHERE parked_since IS NOT NULL AND (@connection IS NULL OR connection = @connection)
        ORDER BY parked_since, connection, kind, id LIMIT @limit
        """,
        row => new ParkedWork(ReadKey(row), row.Text(3), Moment.At(row.Number(4)), (int)row.Number(5)),
        ("@connection", connection),
        ("@limit", limit));

    /// <summary>Deletes parked work; false when it is not parked any more, or for another reason by now.</summary>
    public static bool Discard(SqliteSession session, ParkedWork parked) => session.Run(
        "DELETE FROM work WHERE connection = @connection AND kind = @kind AND id = @id AND parked_since = @since AND parked_reason = @reason",
        ("@connection", parked.Key.Connection),
        ("@kind", Word<WorkKind>.Of(parked.Key.Kind)),
        ("@id", parked.Key.Id),
        ("@since", parked.Since.ToUnixTimeMilliseconds()),
        ("@reason", parked.Reason)) == 1;

    // An overtaken unflag was given a later moment by the hint: it keeps it.
    private static void Free(SqliteSession session, Lease lease, long now, (int Attempts, long Due, string? Reason) next) => session.Run(
        $"""
        UPDATE work SET fence = NULL, owner = NULL, lease_until = NULL, parked_since = NULL, parked_reason = NULL, attempts = @attempts, reason = coalesce(@reason, reason),
          due = CASE WHEN kind = 'unflag' THEN max(due, @due) ELSE @due END
        WHERE {Held}
        """,
        [.. OfLease(lease, now), ("@attempts", next.Attempts), ("@reason", next.Reason), ("@due", next.Due)]);

    private static (string Name, object? Value)[] OfLease(Lease lease, long now) =>
    [
        ("@connection", lease.Key.Connection),
        ("@kind", Word<WorkKind>.Of(lease.Key.Kind)),
        ("@id", lease.Key.Id),
        ("@fence", long.TryParse(lease.Fence, NumberStyles.None, CultureInfo.InvariantCulture, out var fence) ? fence : null),
        ("@now", now),
    ];

    private static WorkKey ReadKey(Row row) => new(row.Text(0), Word<WorkKind>.Read(row.Text(1)), row.Text(2));

    private static Lease ReadLease(Row row) => new(
        ReadKey(row),
        row.Number(3),
        row.Number(4).ToString(CultureInfo.InvariantCulture),
        Moment.At(row.Number(5)),
        (int)row.Number(6),
        StoreJson.Read<ImmutableArray<ObjectId>>(row.Text(7)),
        row.Text(8),
        Moment.At(row.Number(9)));
}
