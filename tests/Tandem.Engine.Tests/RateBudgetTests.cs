using Microsoft.Extensions.Time.Testing;

namespace Tandem.Engine.Tests;

public sealed class RateBudgetTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(20, 25)]
    [InlineData(80, 100)]
    public async Task After_a_rest_no_second_holds_more_calls_than_the_vendor_allows(int perSecond, int limit)
    {
        var time = new FakeTimeProvider();
        var budget = new RateBudget(perSecond, time);
        time.Advance(TimeSpan.FromMinutes(1));
        var made = new List<DateTimeOffset>();
        for (var call = 0; call < 3 * perSecond; call++)
        {
            var turn = budget.Take(1, CancellationToken.None);
            while (!turn.IsCompleted)
            {
                time.Advance(Step);
            }

            made.Add(time.GetUtcNow());
        }

        Assert.All(made, first => Assert.InRange(made.Count(at => at >= first && at < first + TimeSpan.FromSeconds(1)), 1, limit));
    }

    [Fact]
    public async Task Calls_of_one_kind_stay_below_what_the_vendor_takes_of_it_and_keep_no_others_waiting()
    {
        var time = new FakeTimeProvider();
        var budget = new CallBudget(80, 23, time);
        time.Advance(TimeSpan.FromMinutes(1));
        var made = new List<DateTimeOffset>();
        for (var call = 0; call < 100; call++)
        {
            var turn = budget.Take([new Toll("make prices", 1)], CancellationToken.None);
            Assert.True(budget.Take([new Toll(null, 0)], CancellationToken.None).IsCompleted);
            while (!turn.IsCompleted)
            {
                time.Advance(Step);
            }

            made.Add(time.GetUtcNow());
        }

        Assert.All(made, first => Assert.InRange(made.Count(at => at >= first && at < first + TimeSpan.FromSeconds(1)), 1, 25));
        Assert.InRange(made[^1] - made[0], TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(98 / 23.0 + 0.2));

        budget.Pause(TimeSpan.FromMinutes(1), "make prices");
        Assert.True(budget.Take([new Toll("make products", 1)], CancellationToken.None).IsCompleted);
        Assert.NotNull(await budget.Take([new Toll("make prices", 1)], CancellationToken.None));
        budget.Pause(TimeSpan.FromMinutes(1));
        Assert.NotNull(await budget.Take([new Toll("make products", 1)], CancellationToken.None));
    }

    [Fact]
    public async Task A_pause_holds_those_that_stand_in_line_too_and_they_keep_their_order_and_distance()
    {
        var time = new FakeTimeProvider();
        var budget = new RateBudget(10, time, TimeSpan.Zero);
        var line = Enumerable.Range(0, 5).Select(_ => budget.Take(1, CancellationToken.None)).ToArray();
        budget.Pause(TimeSpan.FromSeconds(1));
        budget.Pause(TimeSpan.FromSeconds(0.5));
        var made = new List<TimeSpan>();
        for (var passed = TimeSpan.Zero; made.Count < line.Length; passed += Step)
        {
            made.AddRange(Enumerable.Repeat(passed, line.Count(turn => turn.IsCompleted) - made.Count));
            time.Advance(Step);
        }

        Assert.All(line, turn => Assert.Null(turn.Result));
        Assert.All(made.Index(), one => Assert.InRange(one.Item, TimeSpan.FromSeconds(1.1 + (one.Index / 10.0)), TimeSpan.FromSeconds(1.11 + (one.Index / 10.0))));
        Assert.Equal(5, budget.Taken);

        var sent = budget.Take(1, CancellationToken.None);
        budget.Pause(TimeSpan.FromMinutes(1));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange((await sent)!.Value, TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(61));
        Assert.Equal(5, budget.Taken);
    }

    [Theory]
    [InlineData(20, 23)]
    [InlineData(80, 23)]
    [InlineData(160, 46)]
    public void An_account_that_may_make_more_calls_may_make_more_of_a_kind(double all, double ofAKind) =>
        Assert.Equal(ofAKind, new Pace { StripeRate = all }.StripeKindRate);

    [Fact]
    public async Task A_single_edit_after_a_rest_waits_for_nothing()
    {
        var time = new FakeTimeProvider();
        var budget = new RateBudget(20, time);
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(budget.Take(3, CancellationToken.None).IsCompleted);
        Assert.True(budget.Take(1, CancellationToken.None).IsCompleted);
        Assert.Null(await budget.Take(1, CancellationToken.None));
    }
}
