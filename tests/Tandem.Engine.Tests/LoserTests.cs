using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>The loser of a conflict is kept, wherever the process dies.</summary>
public sealed class LoserTests
{
    [Fact]
    public async Task The_losing_value_is_in_the_journal_before_the_winner_replaces_it_at_every_possible_death()
    {
        for (var call = 1; call <= 40; call++)
        {
            foreach (var moment in new[] { CallMoment.BeforeExecute, CallMoment.AfterExecute })
            {
                await using var shop = await new Shop().Open();
                shop.PublishMug();
                await shop.Pass(TimeSpan.FromSeconds(4));
                var stripe = (string)shop.Product("Mug")["id"]!;
                shop.Dashboard.EditProduct(stripe, ("description", "From Stripe"));
                shop.Editor.SetAndPublish("mug", "description", "From Sanity");

                var died = await shop.DieAt(call, moment);
                await shop.Crash();
                await shop.Pass(TimeSpan.FromMinutes(10));

                Assert.Equal("From Sanity", (string?)shop.Product("Mug")["description"]);
                Assert.Equal("From Sanity", (string?)shop.Document("mug")!["description"]);
                Assert.Contains("conflict: mug description: both sides changed it; Sanity wins, the other value was \"From Stripe\"", await shop.Journal("mug"), StringComparison.Ordinal);
                if (!died)
                {
                    Assert.True(call > 3, "The sequence must have had calls to die at.");
                    return;
                }
            }
        }

        Assert.Fail("The pass has more calls than were tried.");
    }
}
