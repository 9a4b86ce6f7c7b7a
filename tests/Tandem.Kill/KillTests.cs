using System.Diagnostics;
using Tandem.Core;

namespace Tandem.Kill;

/// <summary>The rig within <c>./test</c>. Longer runs are commands of their own, see README.md.</summary>
public sealed class KillTests
{
    private const int Kills = 40;

    [Fact]
    [Trait("G", "1")]
    [Trait("G", "3")]
    [Trait("G", "7")]
    [Trait("G", "8")]
    [Trait("G", "15")]
    [Trait("G", "16")]
    public async Task Whenever_the_service_is_killed_nothing_is_lost_and_nothing_doubled()
    {
        var said = new List<string>();
        var began = Stopwatch.GetTimestamp();

        var totals = await new Campaign(Kills, seed: 1, said.Add).Run();

        Console.WriteLine(totals.Print(Stopwatch.GetElapsedTime(began)));
        Assert.Empty(said);
        Assert.Equal(Kills, totals.Kills);
        Assert.All(Enum.GetValues<Moment>(), moment => Assert.True(totals.At(moment) > 0, $"nobody was killed {moment}"));
        Assert.True(totals.Acknowledged > Kills, "hardly a webhook was acknowledged");
    }

    [Fact]
    public async Task What_is_lost_or_doubled_is_noticed()
    {
        await using var series = await Series.Begin();
        await series.Open();
        Assert.Empty(Checks.Of(series.StandIns, [], series.Database));

        var dashboard = series.StandIns.Stripe.Dashboard;
        var product = (string)dashboard.Products[0]["id"]!;
        for (var twin = 0; twin < 2; twin++)
        {
            dashboard.CreatePrice(
                ("product", product), ("currency", "eur"), ("unit_amount", "999"), ("active", "false"), ("metadata[sync_op]", $"operation{twin}"), ("metadata[sanity_id]", "price-twin"));
        }

        var wrong = Checks.Of(series.StandIns, [(Side.Stripe, "evt_never_stored")], series.Database).ToList();

        Assert.Contains(wrong, violation => violation.StartsWith("LOST DELIVERY: Stripe evt_never_stored", StringComparison.Ordinal));
        Assert.Contains(wrong, violation => violation.StartsWith("DUPLICATE PRICE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4:AfterExecuting:3")]
    [InlineData("0:AtFirstStart:120")]
    public void A_kill_point_reads_as_it_is_written(string text) => Assert.Equal(text, KillPoint.Parse(text).ToString());

    [Theory]
    [InlineData("4:AfterExecuting")]
    [InlineData("99:AfterExecuting:1")]
    [InlineData("1:Sometimes:1")]
    public void What_is_no_kill_point_is_refused(string text) => Assert.Throws<FormatException>(() => KillPoint.Parse(text));
}
