using CsCheck;

namespace Tandem.Core.Tests.Planning;

[Trait("G", "19")]
public sealed class PlannerLaws
{
    private const int Cases = 20_000;

    private static readonly Gen<Step[]> Moves = Player.AnyStep.Array[0, 6];

    private static readonly Gen<Policy> AnyPolicy = Gen.Enum<Winner>().Select(winner => Policy.Default with
    {
        Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = winner })],
    });

    [Fact]
    public void Whatever_people_do_the_plan_after_its_apply_is_empty() =>
        Gen.Select(AnyPolicy, Moves.Array[1, 4]).Sample(
            (policy, rounds) => Game.Play(policy, rounds, (pair, _) =>
            {
                pair.Sync();
                Quiet(pair);
            }),
            iter: Cases);

    internal static void Quiet(Pair pair)
    {
        // A default price that pointed to nothing resolves only once its document was made.
        if (pair.Sanity.HadDangling)
        {
            pair.Sync();
        }

        var plan = pair.Plan();
        Assert.True(plan.IsEmpty, "a second plan is not empty:\n" + string.Join('\n', plan.Changes.Select(PlanPrint.Of)));
    }
}
