using CsCheck;

namespace Tandem.Core.Tests.Planning;

[Trait("G", "19")]
public sealed class PlannerLaws
{
    private static readonly int Cases = LawCases.Of(15_000);

    private static readonly Gen<Step[]> Moves = Player.AnyStep.Array[0, 6];

    private static readonly Gen<Policy> AnyPolicy = Gen.Enum<Winner>().Select(winner => Policy.Default with
    {
        Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = winner })],
    });

    [Fact]
    public void Whatever_people_do_the_plan_after_its_apply_is_empty() =>
        Gen.Select(AnyPolicy, Moves.Array[1, 4]).Hold(
            drawn => Game.Play(drawn.Item1, drawn.Item2, (pair, _) =>
            {
                pair.Sync();
                Quiet(pair);
            }),
            Cases);

    [Fact]
    public void No_edit_of_a_person_is_lost() =>
        Gen.Select(AnyPolicy, Moves.Array[1, 4]).Hold(
            drawn => Game.Play(drawn.Item1, drawn.Item2, (pair, player) => player.Fates.Judge(pair.Sync()!)), Cases);

    [Fact]
    public void A_pass_that_is_cut_off_anywhere_is_finished_by_the_next_one() =>
        Gen.Select(AnyPolicy, Moves.Array[1, 3], Gen.Select(Gen.Int[0, 4], Gen.Enum<Cut>()).Array[4]).Hold(
            drawn => Game.Play(drawn.Item1, drawn.Item2, (pair, player) =>
            {
                var (at, cut) = drawn.Item3[Math.Min(pair.Rounds++, 3)];
                player.Fates.Judge(pair.Sync(at, cut) ?? pair.Sync()!);
                Quiet(pair);
            }),
            Cases);

    [Fact]
    public void An_edit_in_the_middle_of_a_pass_is_not_lost() =>
        Gen.Select(AnyPolicy, Moves.Array[1, 3], Gen.Select(Gen.Int[0, 4], Player.Editing).Array[4]).Hold(
            drawn => Game.Play(drawn.Item1, drawn.Item2, (pair, player) =>
            {
                var (at, step) = drawn.Item3[Math.Min(pair.Rounds++, 3)];
                pair.Meanwhile = (at, () => player.Make(step));
                player.Fates.Settle(pair.Sync()!);
                pair.Meanwhile = null;
                player.Fates.Judge(pair.Sync()!);
                Quiet(pair);
            }),
            Cases);

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
