namespace Tandem.Core.Tests.Planning;

/// <summary>An order stands for one plan on one sight of both sides, and for no other.</summary>
[Trait("G", "18")]
public sealed class OrderTests
{
    private static readonly Situation Edited = Mug.InStep.InSanity((FieldNames.Name, "Big mug"));

    [Fact]
    public void The_same_sight_and_plan_give_the_same_order_which_can_be_written_down()
    {
        var order = Order(Edited);

        Assert.Equal(order, Order(Mug.InStep.InSanity((FieldNames.Name, "Big mug"))));
        Assert.Equal(order, Core.Order.Parse(order.ToString()));
        Assert.Equal(order.Plan, Core.Order.PlanOf(Mug.StripeId, Edited.Plan().Changes.Select(ChangeLine.Of), Edited.Plan().Conflicts.Select(ConflictLine.Of)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("00000000000000000000000000000000.00000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000G.00000000000000000000000000000000.00000000000000000000000000000000")]
    public void What_is_no_order_is_not_read_as_one(string? text) => Assert.Null(Core.Order.Parse(text));

    [Fact]
    public void What_moves_on_one_side_changes_what_the_order_says_of_that_side()
    {
        var (before, sanity) = (Order(Edited), Order(Edited.InSanity(product => product with { Revision = "r9" })));
        var stripe = Order(Edited.OnPrice((FieldNames.Nickname, "Offer")));

        // What is written to Stripe does not depend on the document's revision; it moved all the same.
        Assert.Equal((false, true, true), (sanity.Sanity == before.Sanity, sanity.Stripe == before.Stripe, sanity.Plan == before.Plan));
        Assert.Equal((true, false, false), (stripe.Sanity == before.Sanity, stripe.Stripe == before.Stripe, stripe.Plan == before.Plan));
    }

    [Fact]
    public void What_is_remembered_or_ruled_otherwise_makes_another_plan_of_the_same_sight()
    {
        var before = Order(Edited);
        var ruled = Edited with { Policy = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule.Field == FieldNames.Name ? rule with { Direction = Direction.ToSanity } : rule)] } };

        Assert.Equal((before.Sanity, before.Stripe), (Order(ruled).Sanity, Order(ruled).Stripe));
        Assert.NotEqual(before.Plan, Order(ruled).Plan);
    }

    [Fact]
    public void The_order_in_which_prices_are_shown_says_nothing()
    {
        var two = Edited.With(Mug.StripePrice("price_2", (FieldNames.Active, false)));

        Assert.Equal(Order(two).Stripe, Order(two with { Stripe = two.Stripe with { Prices = [.. two.Stripe.Prices.Reverse()] } }).Stripe);
    }

    [Fact]
    public void An_editor_who_types_in_a_draft_that_the_plan_does_not_touch_moves_nothing()
    {
        var typed = Edited.InSanity(product => product with { Drafts = [new DraftView("drafts.mug", "d1", product.Fields.Set((FieldNames.Name, "Typing")), Mug.StripeId)] });

        Assert.Equal(Order(Edited), Order(typed));
    }

    [Fact]
    public void Every_part_of_a_change_is_part_of_the_order()
    {
        var line = new ChangeLine { Action = "update", Side = Side.Stripe, Kind = Kind.Price, Reason = "r", Fields = [new FieldLine("active", "true", "false")] };
        ChangeLine[] others =
        [
            line with { Action = "create" }, line with { Side = Side.Sanity }, line with { Kind = Kind.Product }, line with { Id = "" }, line with { Id = "x" }, line with { Slot = "x" },
            line with { Product = "x" }, line with { Revision = "x" }, line with { Mirror = "" }, line with { MirrorsPrice = true }, line with { TakesLookupKey = true }, line with { Operation = "x" },
            line with { Reason = "x" }, line with { AddPrices = ["x"] }, line with { AddPrices = ["x", "y"] }, line with { AddPrices = ["xy"] }, line with { Fields = [] },
            line with { Fields = [new FieldLine("active", "true", null)] }, line with { Fields = [new FieldLine("active", null, "false")] }, line with { Fields = [new FieldLine("name", "true", "false")] },
            line with { Drafts = [new DraftLine("drafts.x", "r", [])] }, line with { Drafts = [new DraftLine("drafts.x", "r", [], "")] },
            line with { Drafts = [new DraftLine("drafts.x", "r", [new FieldLine("name")])] },
        ];

        Assert.Equal(others.Length + 1, others.Append(line).Select(other => Core.Order.PlanOf(null, [other], [])).Distinct().Count());
        Assert.Equal(Core.Order.PlanOf(null, [line], []), Core.Order.PlanOf(null, [line with { Fields = [new FieldLine("active", "true", "false")] }], []));
    }

    [Fact]
    public void Every_part_of_a_conflict_is_part_of_the_order()
    {
        var line = new ConflictLine(Kind.Product, "mug", "name", Winner.Sanity, "r", "\"a\"", "\"b\"");
        ConflictLine[] others =
        [
            line with { Kind = Kind.Price }, line with { Object = "x" }, line with { Field = "x" }, line with { Sanity = null }, line with { Stripe = null }, line with { Winner = Winner.Stripe }, line with { Reason = "x" },
        ];

        Assert.Equal(others.Length + 1, others.Append(line).Select(other => other.Digest()).Distinct().Count());
    }

    private static Order Order(Situation seen) => Core.Order.Of(seen, seen.Plan());
}
