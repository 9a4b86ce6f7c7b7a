using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task What_is_held_replaces_what_was_held_before_of_that_product_and_keeps_its_age()
    {
        var since = Now;
        await Record("mug", new Recording { Held = [Leap(100_000), Archive()] });
        await Record("cup", new Recording { Held = [Leap(5) with { Object = "cup-eur" }] });
        Clock.Advance(TimeSpan.FromHours(1));
        await Record("mug", new Recording());
        await Record("mug", new Recording { Held = [Archive(), Leap(200_000)] });

        var held = (await Store.Held(Shop, 10, default)).Where(one => one.Key == Key("mug")).ToList();
        Assert.Equal([(FieldNames.Active, since), (FieldNames.UnitAmount, Now)], held.Select(one => (one.Change.Field, one.Since)));
        Assert.True(held[1].Change.IsSame(Leap(200_000)));
        Assert.Equal(3, (await Store.Held(null, 10, default)).Length);
        Assert.Single(await Store.Held(null, 1, default));
        Assert.Empty(await Store.Held(Other, 10, default));

        await Record("mug", new Recording { Held = [] });
        Assert.Equal("cup-eur", Assert.Single(await Store.Held(null, 10, default)).Change.Object);
    }

    [Theory]
    [InlineData(Ruling.Released)]
    [InlineData(Ruling.Refused)]
    public async Task What_a_person_says_of_a_held_change_is_kept_as_long_as_the_change_and_makes_the_product_due(Ruling ruling)
    {
        await Record("mug", new Recording { Held = [Leap(100_000), Archive()] });
        Assert.Null(await Claim());

        Assert.Equal(1, await Store.Rule(Key("mug"), [Leap(100_000)], ruling, default));
        Assert.Equal([ruling, Ruling.None], (await Store.Said(Key("mug"), default)).Held.Select(held => held.Ruling));
        Assert.Equal(FieldNames.Active, Assert.Single(await Store.Held(null, 10, default)).Change.Field);
        Assert.Empty((await Store.Said(Key("cup"), default)).Held);
        var lease = await MustClaim();
        Assert.Equal(Work("mug"), lease.Key);

        await Finish(lease, new Recording { Held = [Leap(100_000)] });
        Assert.Equal(ruling, Assert.Single((await Store.Said(Key("mug"), default)).Held).Ruling);
        await Record("mug", new Recording { Held = [Leap(300_000)] });
        Assert.Equal(Ruling.None, Assert.Single((await Store.Said(Key("mug"), default)).Held).Ruling);
    }

    [Fact]
    public async Task What_is_not_held_in_that_form_any_more_cannot_be_ruled_on()
    {
        await Record("mug", new Recording { Held = [Leap(100_000)] });

        Assert.Equal(0, await Store.Rule(Key("mug"), [Leap(200_000), Archive()], Ruling.Released, default));
        Assert.Equal(0, await Store.Rule(Key("mug", Other), [Leap(100_000)], Ruling.Released, default));
        Assert.Null(await Claim());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.Rule(Key("mug"), [Leap(100_000)], Ruling.None, default));
    }

    [Fact]
    public async Task An_object_that_waits_to_be_made_may_be_edited_meanwhile()
    {
        HeldChange Whole(string name) => new(Side.Sanity, "mug", "mug", Conflict.Whole, "it is older", [new FieldChange(FieldNames.Name, null, new FieldValue.Text(name))]);
        await Record("mug", new Recording { Held = [Whole("Mug")] });
        Assert.Equal(1, await Store.Rule(Key("mug"), [Whole("Cup")], Ruling.Released, default));
        await Record("mug", new Recording { Held = [Whole("Cup")] });
        Assert.Equal(Ruling.Released, Assert.Single((await Store.Said(Key("mug"), default)).Held).Ruling);
    }

    protected static HeldChange Leap(int to) =>
        new(Side.Sanity, "mug-eur", "mug-eur", FieldNames.UnitAmount, "much more", [new FieldChange(FieldNames.UnitAmount, new FieldValue.Number(1000), new FieldValue.Number(to))]);

    private static HeldChange Archive() =>
        new(Side.Stripe, "prod_1", "mug", FieldNames.Active, "too many", [new FieldChange(FieldNames.Active, new FieldValue.Flag(true), new FieldValue.Flag(false))]);
}
