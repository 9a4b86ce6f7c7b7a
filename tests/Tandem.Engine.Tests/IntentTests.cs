using Tandem.Core;

namespace Tandem.Engine.Tests;

/// <summary>What is known of a write whose answer never came.</summary>
[Trait("G", "8")]
public sealed class IntentTests
{
    [Theory]
    [InlineData("Mug", IntentState.Confirmed, 1, true)]
    [InlineData("Mug", IntentState.Done, 0, true)]
    [InlineData("Mug", IntentState.Done, -1, false)]
    [InlineData("Cup", IntentState.Done, 1, false)]
    [InlineData("Mug", IntentState.Open, 1, false)]
    [InlineData("Mug", IntentState.Refused, 1, false)]
    public void What_another_write_gave_again_does_not_show_whether_the_first_has_arrived(string name, IntentState state, int later, bool isRepeated)
    {
        var open = Write("first", IntentState.Open, 0, ("name", "Mug"), ("description", "Round"));

        Assert.Equal(isRepeated, Intents.IsRepeated(open, [open, Write("second", state, later, ("name", name))]));
    }

    [Fact]
    public void What_has_been_answered_has_arrived()
    {
        var second = Write("second", IntentState.Done, 1, ("name", "Mug"));

        Assert.False(Intents.IsRepeated(Write("first", IntentState.Failed, 0, ("name", "Mug")), [second]));
        Assert.False(Intents.IsRepeated(second, [second]));
    }

    private static Intent Write(string token, IntentState state, int minute, params (string Field, string Value)[] fields) => new()
    {
        Token = token, Key = new ProductKey("shop", "mug"), Side = Side.Stripe, Operation = token, State = state, At = DateTimeOffset.UnixEpoch.AddMinutes(minute + 9),
        Changes =
        [
            new Change.Update
            {
                Side = Side.Stripe, Kind = Kind.Product, Id = "prod_1", Reason = "r", Fields = [.. fields.Select(field => new FieldChange(field.Field, null, new FieldValue.Text(field.Value)))],
            },
        ],
    };
}
