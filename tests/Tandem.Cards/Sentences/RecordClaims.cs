using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cards;

/// <summary>What the service remembers and tells: conflicts, held changes, parked work, trouble.</summary>
internal static class RecordClaims
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Claim, "A conflict of {field} on {thing} was won by {vendor}, and {value} was kept", Won),
        new(Role.Claim, "The conflict of {field} on {thing} is open, and {value} is kept", (stage, words) => Open(stage, words, words.Field)),
        new(Role.Claim, "A conflict over {thing} as a whole is open, and {value} is kept", (stage, words) => Open(stage, words, "*")),
        new(Role.Claim, "No conflict was noted", async (stage, _) => Assert.DoesNotContain(await stage.Journal(), entry => entry.Type == "conflict")),
        new(Role.Claim, "No conflict is open", async (stage, _) => Assert.Empty(await Conflicts(stage))),
        new(Role.Claim, "{thing} is parked: {text}", async (stage, words) =>
        {
            var id = stage.Cast.Document(words["thing"])!;
            Assert.Contains(await stage.Shop.Parked(), parked => IsOf(parked, id) && parked.Reason.Contains(words.Quoted("text"), StringComparison.Ordinal));
        }),
        new(Role.Claim, "{thing} is not parked", async (stage, words) => Assert.DoesNotContain(await stage.Shop.Parked(), parked => IsOf(parked, stage.Cast.Document(words["thing"])!))),
        new(Role.Claim, "Nothing is parked", async (stage, _) => Assert.Empty(await stage.Shop.Parked())),
        new(Role.Claim, "{count} product[s] [is|are] held for a person", async (stage, words) =>
            Assert.Equal(words.Count(), (await stage.Shop.Held()).Select(held => held.Key).Distinct().Count())),
        new(Role.Claim, "{thing} is held: {text}", async (stage, words) =>
            Assert.Contains(await stage.Shop.Held(), held => held.Change.Document == stage.Cast.Document(words["thing"]) && held.Change.Reason.Contains(words.Quoted("text"), StringComparison.Ordinal))),
        new(Role.Claim, "Nothing is held", async (stage, _) => Assert.Empty(await stage.Shop.Held())),
        new(Role.Claim, "The journal says {text}", async (stage, words) =>
            Assert.Contains(await stage.Journal(), entry => entry.Text.Contains(words.Quoted("text"), StringComparison.Ordinal))),
        new(Role.Claim, "Tandem reports trouble with {vendor}", (stage, words) => Assert.NotNull(Fault(stage, words["vendor"]))),
        new(Role.Claim, "Tandem reports no trouble", (stage, _) => Assert.All(stage.Shop.Engine.Health.Sides, side => Assert.Null(side.Fault))),
        new(Role.Claim, "The webhook was {reception}", (stage, words) =>
        {
            (int?, Acceptance?) expected = words["reception"] switch { "refused" => (401, (Acceptance?)null), "set aside" => (200, Acceptance.Foreign), _ => (200, Acceptance.Stored) };
            Assert.Equal(expected, (stage.Reception?.Status, stage.Reception?.Acceptance));
        }),
    ];

    private static async Task Won(Stage stage, Words words)
    {
        var (start, end) = ($"{stage.Cast.Slot(words["thing"])} {words.Field}:", $"; {words["vendor"]} wins, the other value was {Value(stage, words)}");
        Assert.Contains(await stage.Journal(), entry =>
            entry.Type == "conflict" && entry.Text.StartsWith(start, StringComparison.Ordinal) && entry.Text.EndsWith(end, StringComparison.Ordinal));
    }

    private static async Task Open(Stage stage, Words words, string field) =>
        Assert.Contains(
            (await Conflicts(stage)).Select(open => open.Conflict),
            conflict => conflict.Object == stage.Cast.Slot(words["thing"]) && conflict.Field == field && (conflict.Loser?.ToString() ?? "unset") == Value(stage, words));

    private static string Value(Stage stage, Words words) => words["value"] switch
    {
        ['"', ..] quoted => quoted,
        "nothing" => "unset",
        "active" => "true",
        "inactive" => "false",
        var value when stage.Cast.IsPrice(value) => $"\"{stage.Cast.Slot(value)}\"",
        var value => value,
    };

    private static async Task<ImmutableArray<OpenConflict>> Conflicts(Stage stage) => await stage.Shop.Store.Conflicts(Connection.Default, 100, CancellationToken.None);

    private static bool IsOf(ParkedWork parked, string id) => parked.Key.Id == id || parked.Key.Id.EndsWith($":{id}", StringComparison.Ordinal);

    private static string? Fault(Stage stage, string vendor) =>
        stage.Shop.Engine.Health.Sides.Single(side => side.Side == (vendor == "Stripe" ? Side.Stripe : Side.Sanity)).Fault;
}
