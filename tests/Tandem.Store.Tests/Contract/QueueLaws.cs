using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

/// <summary>A store's queue against its model, over random histories with expiring leases, late workers and crashes.</summary>
public abstract class QueueLaws
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Select(Gen.Int[0, 3], Gen.Int[-2, 8], Gen.Int[0, 3], Step (key, delay, mention) => new Step.Enqueue(key, delay, mention))),
        (6, Gen.Const<Step>(new Step.Claim())),
        (2, Gen.Int[0, 3].Select(Step (which) => new Step.Commit(which))),
        (6, Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 8], Step (which, ending, delay) => new Step.Release(which, ending, delay))),
        (4, Gen.Int[1, 6].Select(Step (seconds) => new Step.Advance(seconds))),
        (1, Gen.Const<Step>(new Step.Crash())));

    /// <summary>Opens a database by name: empty the first time, with all that it held when it is opened again.</summary>
    protected abstract IStateStore Open(string database, TimeProvider time);

    /// <summary>Whether a restart proves that nobody holds a lease any more. Not so where several processes share a database.</summary>
    protected virtual bool RestartFreesLeases => true;

    [Fact]
    public async Task The_queue_does_what_its_model_does()
    {
        var histories = 0;
        await Steps.Array[1, 60].SampleAsync(async steps => await Agree(Interlocked.Increment(ref histories), steps), iter: 400);
    }

    private async Task<bool> Agree(int history, Step[] steps)
    {
        var run = new Run(this, $"queue-{history}");
        try
        {
            foreach (var step in steps)
            {
                if (!await run.Take(step) || !await run.LooksAlike())
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            await run.Store.DisposeAsync();
        }
    }

    private abstract record Step
    {
        public sealed record Enqueue(int Key, int Delay, int Mention) : Step;

        public sealed record Claim : Step;

        public sealed record Commit(int Which) : Step;

        public sealed record Release(int Which, int Ending, int Delay) : Step;

        public sealed record Advance(int Seconds) : Step;

        public sealed record Crash : Step;
    }

    private sealed class Run
    {
        private readonly QueueLaws _laws;
        private readonly string _database;
        private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        private readonly QueueModel _model = new();
        private readonly List<Lease> _leases = [];
        private readonly HashSet<string> _fences = [];
        private int _commits;

        public Run(QueueLaws laws, string database)
        {
            (_laws, _database) = (laws, database);
            Store = laws.Open(database, _clock);
            _model.Now = _clock.GetUtcNow();
        }

        public IStateStore Store { get; private set; }

        public async Task<bool> Take(Step step)
        {
            switch (step)
            {
                case Step.Enqueue enqueue:
                    var work = new DueWork(KeyOf(enqueue.Key), In(enqueue.Delay), MentionsOf(enqueue.Mention), "a test");
                    _model.Enqueue(work);
                    await Store.Enqueue([work], default);
                    return true;
                case Step.Claim:
                    var lease = await Store.Claim("tester", Length, default);
                    _leases.AddRange(lease is null ? [] : [lease]);
                    return _model.Claims(lease, Length) && (lease is null || _fences.Add(lease.Fence));
                case Step.Commit commit when Lease(commit.Which) is { } held:
                    var result = await Store.Commit(held, Written(), default);
                    _commits += result == CommitResult.Committed ? 1 : 0;
                    return result == (_model.IsHeld(held) ? CommitResult.Committed : CommitResult.LeaseLost);
                case Step.Release release when Lease(release.Which) is { } held:
                    var ending = EndingOf(release);
                    var end = await Store.Release(held, Written(), ending, default);
                    _commits += end == CommitResult.Committed ? 1 : 0;
                    return end == _model.Release(held, ending);
                case Step.Advance advance:
                    _clock.Advance(TimeSpan.FromSeconds(advance.Seconds));
                    _model.Now = _clock.GetUtcNow();
                    return true;
                case Step.Crash:
                    await Restart();
                    return true;
                default:
                    return true;
            }
        }

        public async Task<bool> LooksAlike()
        {
            var counts = await Store.Count(default);
            var parked = await Store.Parked(null, 100, default);
            return await Store.NextDue(default) == _model.NextDue
                && counts.Work == _model.Waiting
                && parked.ToHashSet().SetEquals(_model.Parked)
                && parked.SequenceEqual(parked.OrderBy(work => work.Since))
                && (await Store.Journal(null, null, 0, 1000, default)).Length == _commits;
        }

        private async Task Restart()
        {
            await Store.DisposeAsync();
            Store = _laws.Open(_database, _clock);
            if (_laws.RestartFreesLeases)
            {
                _model.FreeAll();
            }
        }

        // The newest leases first: old ones are mostly lost.
        private Lease? Lease(int which) => _leases.Count > which ? _leases[^(which + 1)] : null;

        private DateTimeOffset In(int seconds) => _clock.GetUtcNow() + TimeSpan.FromSeconds(seconds);

        private Ending EndingOf(Step.Release release) => release.Ending switch
        {
            0 => new Ending.Park("no luck"),
            1 => new Ending.Retry(In(release.Delay), "broken", true),
            2 => new Ending.Retry(In(release.Delay), "throttled", false),
            _ => new Ending.Done(),
        };

        private Recording Written() => new()
        {
            Journal = [new JournalEntry { At = _clock.GetUtcNow(), Connection = "shop", DocumentId = "mug", Type = "note", Text = "committed" }],
        };

        private static WorkKey KeyOf(int key) => new("shop", key == 3 ? WorkKind.Unflag : WorkKind.Product, key.ToString(CultureInfo.InvariantCulture));

        private static ImmutableArray<ObjectId> MentionsOf(int mention) => mention == 0 ? [] : [new ObjectId(Side.Stripe, Kind.Price, $"price_{mention}")];
    }
}
