using Tandem.Engine;

namespace Tandem.Store.Tests;

/// <summary>The work queue as its contract describes it, in a dictionary.</summary>
public sealed class QueueModel
{
    private readonly Dictionary<WorkKey, Row> _rows = [];

    public DateTimeOffset Now { get; set; }

    public int Waiting => _rows.Values.Count(row => row.ParkedSince is null);

    public DateTimeOffset? NextDue =>
        _rows.Values.Where(row => row.ParkedSince is null).Select(row => (DateTimeOffset?)(IsFree(row) ? row.Due : Later(row.Due, row.Until))).Min();

    public IEnumerable<ParkedWork> Parked =>
        from pair in _rows
        where pair.Value.ParkedSince is not null
        select new ParkedWork(pair.Key, pair.Value.Reason, pair.Value.ParkedSince!.Value, pair.Value.Attempts);

    public void Enqueue(DueWork work)
    {
        if (!_rows.TryGetValue(work.Key, out var row))
        {
            _rows[work.Key] = new Row { Version = 1, Due = work.Due, Mentions = [.. work.Mentions.Select(mention => mention.Id)] };
            return;
        }

        row.Version++;
        row.Mentions.UnionWith(work.Mentions.Select(mention => mention.Id));
        if (row.ParkedSince is not null)
        {
            (row.Due, row.Attempts, row.ParkedSince) = (work.Due, 0, null);
            return;
        }

        row.Due = work.Key.Kind == WorkKind.Unflag ? Later(row.Due, work.Due) : Earlier(row.Due, work.Due);
    }

    /// <summary>Whether the store chose well; follows its choice among equals.</summary>
    public bool Claims(Lease? lease, TimeSpan length)
    {
        var claimable = _rows.Where(pair => pair.Value.ParkedSince is null && pair.Value.Due <= Now && IsFree(pair.Value)).ToDictionary();
        if (lease is null)
        {
            return claimable.Count == 0;
        }

        if (!claimable.TryGetValue(lease.Key, out var row) || row.Due != claimable.Values.Min(other => other.Due))
        {
            return false;
        }

        (row.Fence, row.Until) = (lease.Fence, Now + length);
        return (lease.Version, lease.Attempts, lease.DueAt, lease.Until) == (row.Version, row.Attempts, row.Due, row.Until)
            && row.Mentions.SetEquals(lease.Mentions.Select(mention => mention.Id));
    }

    public bool IsHeld(Lease lease) => _rows.TryGetValue(lease.Key, out var row) && row.Fence == lease.Fence && row.Until > Now;

    public CommitResult Release(Lease lease, Ending ending)
    {
        if (!IsHeld(lease))
        {
            return CommitResult.LeaseLost;
        }

        var row = _rows[lease.Key];
        var isOvertaken = row.Version > lease.Version;
        row.Fence = null;
        switch (ending)
        {
            case Ending.Done when !isOvertaken:
                _rows.Remove(lease.Key);
                break;
            case Ending.Park park when !isOvertaken:
                (row.ParkedSince, row.Reason, row.Attempts) = (Now, park.Reason, lease.Attempts + 1);
                break;
            case Ending.Retry retry:
                row.Attempts = lease.Attempts + (retry.Counts ? 1 : 0);
                Free(lease.Key, row, isOvertaken ? Now : retry.Due);
                break;
            default:
                row.Attempts = 0;
                Free(lease.Key, row, Now);
                break;
        }

        return CommitResult.Committed;
    }

    public void FreeAll()
    {
        foreach (var row in _rows.Values)
        {
            row.Fence = null;
        }
    }

    private static void Free(WorkKey key, Row row, DateTimeOffset due) => row.Due = key.Kind == WorkKind.Unflag ? Later(row.Due, due) : due;

    private bool IsFree(Row row) => row.Fence is null || row.Until <= Now;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed class Row
    {
        public long Version { get; set; }

        public DateTimeOffset Due { get; set; }

        public HashSet<string> Mentions { get; init; } = [];

        public int Attempts { get; set; }

        public string? Fence { get; set; }

        public DateTimeOffset Until { get; set; }

        public DateTimeOffset? ParkedSince { get; set; }

        public string Reason { get; set; } = "";
    }
}
