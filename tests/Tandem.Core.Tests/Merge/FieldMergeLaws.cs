using System.Collections.Immutable;
using CsCheck;

namespace Tandem.Core.Tests;

[Trait("G", "19")]
public sealed class FieldMergeLaws
{
    private static readonly int Cases = LawCases.Of(300_000);

    private static readonly Gen<FieldValue?> AnyValue = Gen.Frequency(
        (2, Gen.Const((FieldValue?)null)),
        (6, Gen.Int[0, 2].Select(FieldValue? (i) => new FieldValue.Text("abc"[i].ToString()))),
        (1, Gen.Bool.Select(FieldValue? (flag) => new FieldValue.Flag(flag))),
        (1, Gen.Int[0, 1].Select(FieldValue? (i) => new FieldValue.List([new FieldValue.Text("a"), new FieldValue.Number(i)]))));

    private static readonly Gen<FieldRule> AnyRule = Gen.Select(
        Gen.Frequency((3, Gen.Const(Direction.Both)), (1, Gen.Const(Direction.ToStripe)), (1, Gen.Const(Direction.ToSanity))),
        Gen.Enum<Winner>(),
        (direction, winner) => new FieldRule(Kind.Product, "name", direction, winner));

    // One value perturbed on each side, or not: three independent draws would nearly always be a conflict.
    private static readonly Gen<FieldState> AnyState = Gen.Select(
        AnyRule, Gen.Select(AnyValue, AnyValue, Gen.Int[0, 7]), Gen.Select(AnyValue, Gen.Int[0, 2]), Gen.Select(AnyValue, Gen.Int[0, 2]), Gen.Int[0, 19],
        (rule, agreed, sanity, stripe, odd) =>
        {
            // Mostly both showed the same; now and then a vendor shows the value in its own way.
            var was = new AgreedValue(agreed.Item1, agreed.Item3 == 0 ? agreed.Item2 : agreed.Item1);
            return new FieldState
            {
                Rule = rule,
                Agreed = odd is 0 or 1 or 2 ? null : was,
                Sanity = odd == 3 ? new FieldValue.Unresolved("x") : sanity.Item2 > 0 ? sanity.Item1 : was.Sanity,
                Stripe = odd == 4 ? new FieldValue.Unresolved("x") : stripe.Item2 > 0 ? stripe.Item1 : was.Stripe,
                Late = odd switch { 5 => Side.Sanity, 6 => Side.Stripe, _ => null },
                IsStalePublish = odd == 7,
            };
        });

    private static readonly Gen<FieldState> Plain = AnyState.Select(state => state with { Late = null, IsStalePublish = false });

    [Fact]
    public void Swapping_the_sides_swaps_the_decision() =>
        AnyState.Where(state => !state.IsStalePublish).Sample(state => Equals(Mirrored(FieldMerge.Decide(state)), FieldMerge.Decide(Mirrored(state))), iter: Cases);

    [Fact]
    public void A_decision_is_stable_once_it_is_done() =>
        AnyState.Sample(
            state =>
            {
                var decision = FieldMerge.Decide(state);
                var shown = state with { Sanity = decision.Sanity, Stripe = decision.Stripe };
                var after = FieldMerge.Decide(!decision.Settles
                    ? shown
                    : shown with { Agreed = new AgreedValue(decision.Sanity, decision.Stripe), Late = null, IsStalePublish = false });
                return Equals(after.Sanity, decision.Sanity) && Equals(after.Stripe, decision.Stripe) && (!decision.Settles || after.Conflict is null);
            },
            iter: Cases);

    [Fact]
    public void An_edit_on_one_side_always_survives() =>
        Plain.Where(state => state.Agreed is { } agreed && IsResolved(state) && Equals(agreed.Sanity, state.Sanity) != Equals(agreed.Stripe, state.Stripe)).Sample(
            state =>
            {
                var decision = FieldMerge.Decide(state);
                var editor = Equals(state.Agreed!.Value.Sanity, state.Sanity) ? Side.Stripe : Side.Sanity;
                var edit = On(editor, state.Sanity, state.Stripe);
                return (Equals(decision.Sanity, edit) && Equals(decision.Stripe, edit) && decision.Conflict is null)
                    || (decision.Conflict is not null && !Travels(state.Rule.Direction, editor));
            },
            iter: Cases);

    [Fact]
    public void Equal_edits_agree_silently() =>
        AnyState.Select(state => state with { Stripe = state.Sanity }).Where(IsResolved).Sample(
            state => FieldMerge.Decide(state) is { Conflict: null, Settles: true } decision && Equals(decision.Sanity, state.Sanity) && Equals(decision.Stripe, state.Sanity),
            iter: Cases);

    [Fact]
    public void What_nobody_edited_is_not_touched() =>
        Plain.Where(state => state.Agreed is not null).Select(state => state with { Sanity = state.Agreed!.Value.Sanity, Stripe = state.Agreed.Value.Stripe }).Sample(
            state => Equals(FieldMerge.Decide(state), new FieldDecision(state.Sanity, state.Stripe)), iter: Cases);

    [Fact]
    public void A_value_is_overwritten_only_as_an_unedited_one_or_in_a_conflict() =>
        Plain.Where(IsResolved).Sample(
            state =>
            {
                var decision = FieldMerge.Decide(state);
                var (sanityGone, stripeGone) = (!Equals(decision.Sanity, state.Sanity), !Equals(decision.Stripe, state.Stripe));
                return decision.Conflict is not null
                    || ((!sanityGone || !IsEdit(state.Agreed?.Sanity, state.Sanity, state.Agreed)) && (!stripeGone || !IsEdit(state.Agreed?.Stripe, state.Stripe, state.Agreed)));
            },
            iter: Cases);

    [Fact]
    public void Nothing_is_written_against_the_direction() =>
        AnyState.Sample(
            state =>
            {
                var decision = FieldMerge.Decide(state);
                return (Equals(decision.Sanity, state.Sanity) || Travels(state.Rule.Direction, Side.Stripe))
                    && (Equals(decision.Stripe, state.Stripe) || Travels(state.Rule.Direction, Side.Sanity));
            },
            iter: Cases);

    [Fact]
    public void No_value_is_invented() =>
        AnyState.Sample(
            state =>
            {
                var decision = FieldMerge.Decide(state);
                ImmutableArray<FieldValue?> shown = [state.Sanity, state.Stripe];
                return shown.Contains(decision.Sanity) && shown.Contains(decision.Stripe);
            },
            iter: Cases);

    [Fact]
    public void A_reference_that_points_to_nothing_yet_clears_nothing() =>
        Gen.Select(AnyState, Gen.Bool, (state, isSanity) =>
            isSanity ? state with { Sanity = new FieldValue.Unresolved("x") } : state with { Stripe = new FieldValue.Unresolved("x") }).Sample(
            state => FieldMerge.Decide(state) is { Settles: false, Conflict: null } decision && Equals(decision.Sanity, state.Sanity) && Equals(decision.Stripe, state.Stripe),
            iter: Cases);

    [Fact]
    public void The_cases_cover_every_situation()
    {
        var coverage = new Coverage("field merge", "untouched", "one-sided", "agree", "conflict", "ask", "first contact", "unresolved", "late", "stale publish", "against direction", "flattened");
        AnyState.Sample(state => coverage.Count(Classes(state)), iter: Cases);
        coverage.Check();
    }

    private static string[] Classes(FieldState state)
    {
        var decision = FieldMerge.Decide(state);
        var changed = (state.Agreed is { } a && !Equals(a.Sanity, state.Sanity), state.Agreed is { } b && !Equals(b.Stripe, state.Stripe));
        return
        [
            !IsResolved(state) ? "unresolved"
                : state.Agreed is null ? "first contact"
                : state.Late is not null ? "late"
                : state.IsStalePublish ? "stale publish"
                : changed switch
                {
                    (false, false) => "untouched",
                    (true, true) => decision.Conflict is null ? "agree" : "conflict",
                    _ => "one-sided",
                },
            .. state.Agreed is { } was && !Equals(was.Sanity, was.Stripe) ? ["flattened"] : Array.Empty<string>(),
            .. decision.Conflict is { Winner: Winner.Ask } ? ["ask"] : Array.Empty<string>(),
            .. decision.Conflict is not null && state.Rule.Direction != Direction.Both ? ["against direction"] : Array.Empty<string>(),
        ];
    }

    private static bool IsResolved(FieldState state) => state.Sanity is not FieldValue.Unresolved && state.Stripe is not FieldValue.Unresolved;

    // At first contact a set value is worth keeping; afterwards whatever differs from what that side showed before.
    private static bool IsEdit(FieldValue? was, FieldValue? now, AgreedValue? agreed) => agreed is null ? now is not null : !Equals(was, now);

    private static bool Travels(Direction direction, Side from) =>
        direction == Direction.Both || direction == (from == Side.Sanity ? Direction.ToStripe : Direction.ToSanity);

    private static FieldValue? On(Side side, FieldValue? sanity, FieldValue? stripe) => side == Side.Sanity ? sanity : stripe;

    private static FieldState Mirrored(FieldState state) => state with
    {
        Rule = state.Rule with
        {
            Direction = state.Rule.Direction switch { Direction.ToStripe => Direction.ToSanity, Direction.ToSanity => Direction.ToStripe, var both => both },
            Winner = Mirrored(state.Rule.Winner),
        },
        Agreed = state.Agreed is { } agreed ? new AgreedValue(agreed.Stripe, agreed.Sanity) : null,
        Sanity = state.Stripe,
        Stripe = state.Sanity,
        Late = state.Late?.Other(),
    };

    private static FieldDecision Mirrored(FieldDecision decision) => decision with
    {
        Sanity = decision.Stripe,
        Stripe = decision.Sanity,
        Conflict = decision.Conflict is { } conflict ? new FieldConflict(Mirrored(conflict.Winner), Swapped(conflict.Reason)) : null,
    };

    private static Winner Mirrored(Winner winner) => winner switch { Winner.Sanity => Winner.Stripe, Winner.Stripe => Winner.Sanity, var ask => ask };

    private static string Swapped(string reason) =>
        reason.Replace("Sanity", "?", StringComparison.Ordinal).Replace("Stripe", "Sanity", StringComparison.Ordinal).Replace("?", "Stripe", StringComparison.Ordinal);
}
