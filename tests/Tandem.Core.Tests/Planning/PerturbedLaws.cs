using CsCheck;

namespace Tandem.Core.Tests.Planning;

/// <summary>
/// One agreed product, perturbed on each side on its own, with small alphabets: so edits meet, agree and collide. <see cref="The_cases_cover_every_class"/> prints how often.
/// </summary>
[Trait("G", "19")]
public sealed class PerturbedLaws
{
    private static readonly int Cases = LawCases.Of(15_000);

    private static readonly Lazy<PerturbedSituation[]> Situations = new(() => Perturbation.Any.Select(drawn => PerturbedPair.Of(drawn).See()).Draw(Cases));

    [Fact]
    public void The_cases_cover_every_class()
    {
        var coverage = new Coverage("one product, perturbed on each side", PerturbedClasses.All);
        Situations.Value.Hold(perturbed => coverage.Count(PerturbedClasses.Of(perturbed)));
        coverage.Check();
    }

    [Fact]
    public void Every_situation_has_a_plan() => Hold(perturbed => Assert.NotNull(perturbed.Plan));

    [Fact]
    public void A_situation_of_which_parts_are_missing_held_refused_or_forgotten_has_a_plan() =>
        Situations.Value.Zip(Gen.Int[0, int.MaxValue].Draw(Cases)).ToArray()
            .Hold(drawn => drawn.First.Hold(perturbed => Assert.NotNull(Planner.Plan(Reseen.Torn(perturbed.Seen, drawn.Second)))));

    [Fact]
    public void Equal_situations_have_equal_plans() => Hold(perturbed => Same(perturbed, perturbed.Again(), PlanPrint.Of));

    [Fact]
    public void The_order_in_which_a_side_lists_its_objects_does_not_matter() =>
        Hold(perturbed =>
        {
            foreach (var shuffled in Reseen.Shuffled(perturbed.Seen))
            {
                Same(perturbed, shuffled, Reseen.Unordered);
            }
        });

    [Fact]
    public void What_says_nothing_new_changes_nothing() =>
        Hold(perturbed => Same(perturbed, Reseen.WithNothingNew(perturbed.Seen), plan => PlanPrint.Of(plan).Replace(Reseen.Again, "", StringComparison.Ordinal)));

    [Fact]
    public void The_plan_after_its_apply_is_empty_and_has_nothing_to_say_or_to_remember() =>
        Perturbation.Any.Hold(
            drawn => PerturbedPair.Play(drawn, perturbed =>
            {
                var pair = perturbed.Pair;
                pair.Sync();

                // A default price that pointed to nothing resolves only once its document was made.
                if (pair.Sanity.HadDangling)
                {
                    pair.Sync();
                }

                var plan = pair.Plan();
                Assert.True(plan.IsEmpty, "a second plan is not empty:\n" + string.Join('\n', plan.Changes.Select(PlanPrint.Of)));
                Assert.All(plan.Conflicts, conflict => Assert.Equal(Winner.Ask, conflict.Winner));
                Assert.Equal(PlanPrint.Of(pair.Record), PlanPrint.Of(plan.Next));
            }),
            Cases);

    [Fact]
    public void Swapping_the_sides_of_the_edits_swaps_what_comes_of_them() =>
        Swap.Any.Hold(drawn => PerturbedPair.Play(drawn, Swap.Holds), Cases / 2);

    [Fact]
    public void An_edit_on_one_side_only_arrives_with_its_exact_value() =>
        Perturbation.OneSided.Hold(drawn => PerturbedPair.Play(drawn, Arrival.Holds), Cases);

    [Fact]
    public void Who_edits_alone_is_in_no_conflict() =>
        Perturbation.Alone.Hold(
            drawn => PerturbedPair.Play(drawn, perturbed =>
            {
                perturbed.Pair.Sync();
                Assert.Empty(perturbed.Pair.Kept);
            }),
            Cases);

    private static void Hold(Action<PerturbedSituation> law) => Situations.Value.Hold(perturbed => perturbed.Hold(law));

    private static void Same(PerturbedSituation perturbed, Situation other, Func<Plan, string> print)
    {
        var (first, second) = (print(perturbed.Plan), print(Planner.Plan(other)));
        Assert.True(first == second, $"two plans differ:\n{first}\n-----\n{second}\n-----");
    }
}
