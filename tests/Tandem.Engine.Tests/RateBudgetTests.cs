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
