namespace Tandem.Kill;

/// <summary>Many kills: every call of every act before, after executing and after replying, with webhooks, chance and first starts in between.</summary>
/// <param name="kills">How many.</param>
/// <param name="seed">Decides the order and what is left to chance.</param>
/// <param name="say">Told of each violation.</param>
internal sealed class Campaign(int kills, int seed, Action<string> say)
{
    /// <summary>So many kills share a world; then both vendors and the database are new.</summary>
    private const int ASeries = 25;

    private const int LongestChance = 400;

    private static readonly Moment[] AtCalls = [Moment.BeforeExecuting, Moment.AfterExecuting, Moment.AfterReplying];

    private readonly Random _random = new(seed);
    private readonly Totals _totals = new();
    private readonly List<KillPoint> _walks = [];
    private int _taken;

    /// <summary>Kills.</summary>
    public async Task<Totals> Run()
    {
        while (_totals.Kills < kills)
        {
            await using var series = await Series.Begin();
            Add(await series.FirstStart(new KillPoint(0, Moment.AtFirstStart, _random.Next(LongestChance))));
            for (var i = 1; i < ASeries && _totals.Kills < kills; i++)
            {
                var point = Next();
                var trial = await series.Kill(point);
                Step(point, trial is not null);
                if (trial is not null)
                {
                    Add(trial);
                }
                else
                {
                    _totals.Miss();
                }
            }

            _totals.Acknowledge(series.Acknowledged);
        }

        return _totals;
    }

    /// <summary>One kill in a world of its own; null when its act had no such point.</summary>
    public static async Task<Trial?> Once(KillPoint point)
    {
        await using var series = await Series.Begin();
        if (point.Moment == Moment.AtFirstStart)
        {
            return await series.FirstStart(point);
        }

        await series.Open();
        return await series.Kill(point);
    }

    // Every act is walked through call by call, a walk for each moment, until it has no further call; the walks take turns by chance. Then all over again.
    private KillPoint Next()
    {
        if (++_taken % 5 == 0)
        {
            return Between(_taken / 5 % 3);
        }

        if (_walks.Count == 0)
        {
            _walks.AddRange(from act in Enumerable.Range(0, Acts.Count) from moment in AtCalls select new KillPoint(act, moment, 1));
        }

        return _walks[_random.Next(_walks.Count)];
    }

    private KillPoint Between(int kind) => kind switch
    {
        0 => new KillPoint(_random.Next(Acts.Count), Moment.OnAcknowledgement, _random.Next(1, 3)),
        1 => new KillPoint(_random.Next(Acts.Count), Moment.MidBody, 1),
        _ => new KillPoint(_random.Next(Acts.Count), Moment.AtRandom, _random.Next(LongestChance)),
    };

    private void Step(KillPoint point, bool wasReached)
    {
        if (_walks.Remove(point) && wasReached)
        {
            _walks.Add(point with { Count = point.Count + 1 });
        }
    }

    private void Add(Trial trial)
    {
        _totals.Add(trial);
        foreach (var violation in trial.Violations)
        {
            say($"FAIL {trial.Point} ({Acts.NameOf(trial.Point.Act)}): {violation}\n  → dotnet run -c Release --project tests/Tandem.Kill -- --only \"{trial.Point}\"");
        }
    }
}
