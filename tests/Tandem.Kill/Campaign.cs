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

    /// <summary>Kills.</summary>
    public async Task<Totals> Run()
    {
        using var points = Points().GetEnumerator();
        while (_totals.Kills < kills)
        {
            await using var series = await Series.Begin();
            Add(await series.FirstStart(new KillPoint(0, Moment.AtFirstStart, _random.Next(LongestChance))));
            for (var i = 1; i < ASeries && _totals.Kills < kills; i++)
            {
                points.MoveNext();
                if (await series.Kill(points.Current) is { } trial)
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

    // Every act has its calls met in order, a moment each; none has more than so many. Round after round in another order.
    private IEnumerable<KillPoint> Points()
    {
        const int MostCalls = 12;
        while (true)
        {
            var round = (from act in Enumerable.Range(0, Acts.Count)
                         from moment in AtCalls
                         from call in Enumerable.Range(1, MostCalls)
                         where call <= CallsOf(act)
                         select new KillPoint(act, moment, call)).ToArray();
            _random.Shuffle(round);
            foreach (var point in round)
            {
                yield return point;
                if (_random.Next(4) == 0)
                {
                    yield return _random.Next(3) switch
                    {
                        0 => new KillPoint(_random.Next(Acts.Count), Moment.OnAcknowledgement, _random.Next(1, 3)),
                        1 => new KillPoint(_random.Next(Acts.Count), Moment.MidBody, 1),
                        _ => new KillPoint(_random.Next(Acts.Count), Moment.AtRandom, _random.Next(LongestChance)),
                    };
                }
            }
        }
    }

    // Creating takes more calls than editing; a point beyond the last call is a miss, and told as one.
    private static int CallsOf(int act) => act switch { 0 or 9 => 12, 1 or 4 => 10, _ => 6 };

    private void Add(Trial trial)
    {
        _totals.Add(trial);
        foreach (var violation in trial.Violations)
        {
            say($"FAIL {trial.Point} ({Acts.NameOf(trial.Point.Act)}): {violation}\n  → dotnet run -c Release --project tests/Tandem.Kill -- --only \"{trial.Point}\"");
        }
    }
}
