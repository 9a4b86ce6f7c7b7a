namespace Tandem.Simulation;

/// <summary>The rig within <c>./test</c>. Longer runs are commands of their own, see README.md.</summary>
public sealed class SimulationTests
{
    private const int Schedules = 10_000;

    /// <summary>New schedules on each commit would make a failure of today another one's fault: these are always the same.</summary>
    private const int First = 1;

    [Fact]
    [Trait("G", "3")]
    [Trait("G", "4")]
    [Trait("G", "5")]
    [Trait("G", "7")]
    [Trait("G", "8")]
    [Trait("G", "9")]
    [Trait("G", "10")]
    [Trait("G", "20")]
    [Trait("G", "21")]
    [Trait("G", "22")]
    [Trait("G", "26")]
    public void Schedules_keep_every_promise()
    {
        var said = new List<string>();
        var (totals, took) = new Campaign(new Arguments { Seeds = Schedules, From = First }, Alarm.None, said.Add).Run();

        TestContext.Current.SendDiagnosticMessage(totals.Print(took));
        Console.WriteLine(totals.Print(took));
        Assert.Empty(said);
        Assert.Equal(0, totals.Failures);
        Assert.Equal(Schedules, totals["schedules"]);
        Assert.Empty(totals.Unused());
    }

    [Fact]
    [Trait("G", "26")]
    public void The_same_seed_takes_the_same_steps()
    {
        using var database = new Database();

        for (var seed = 900_001; seed < 900_050; seed++)
        {
            Assert.Equal(Run.Of(Schedule.Draw(seed), Alarm.None, database).Trace, Run.Of(Schedule.Draw(seed), Alarm.None, database).Trace);
        }
    }

    [Fact]
    public void A_planted_bug_is_noticed_shrunk_and_told()
    {
        using var database = new Database();
        var failed = Enumerable.Range(1, 5_000).Select(seed => Run.Of(Schedule.Draw(seed), new NoIntent(), database)).First(outcome => outcome.Violation is not null);

        var (small, dropped) = Shrinker.Shrink(failed, new NoIntent(), database);

        Assert.True(small.Operations.Length + dropped.Count == failed.Schedule.Operations.Length);
        Assert.Equal(failed.Violation!.Rule, Run.Of(small, new NoIntent(), database).Violation!.Rule);
        Assert.NotEmpty(Run.Of(small, new NoIntent(), database, keepsHistory: true).Universe.History);
    }
}
