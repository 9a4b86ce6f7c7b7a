using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tandem.Cards;

/// <summary>What both sides are to show.</summary>
internal static class ShownClaims
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Claim, "Sanity shows {thing}: {fields}", InSanity),
        new(Role.Claim, "Stripe shows {thing}: {fields}", InStripe),
        new(Role.Claim, "Both show {thing}: {fields}", (stage, words) =>
        {
            InSanity(stage, words);
            InStripe(stage, words);
        }),
        new(Role.Claim, "The draft of {thing} shows: {fields}", (stage, words) => Check("The draft", stage.Cast.InSanity(words["thing"], "drafts."), words.Fields(stage.Cast), said => said.InSanity)),
        new(Role.Claim, "The release {release:id} shows {thing}: {fields}", (stage, words) =>
            Check("The release", stage.Cast.InSanity(words["thing"], $"versions.{words["release"]}."), words.Fields(stage.Cast), said => said.InSanity)),
        new(Role.Claim, "Sanity has no {thing}", (stage, words) => Assert.Null(stage.Cast.Find(words["thing"]))),
        new(Role.Claim, "Stripe has no {thing}", (stage, words) => Assert.Null(stage.Cast.Stripe(words["thing"]))),
    ];

    private static void InSanity(Stage stage, Words words) => Check("Sanity", stage.Cast.InSanity(words["thing"]), words.Fields(stage.Cast), said => said.InSanity);

    private static void InStripe(Stage stage, Words words) => Check("Stripe", stage.Cast.InStripe(words["thing"]), words.Fields(stage.Cast), said => said.InStripe);

    private static void Check(string where, JsonObject shown, IReadOnlyList<Said> fields, Func<Said, Func<JsonObject, string?>?> side)
    {
        foreach (var said in fields)
        {
            var read = side(said) ?? throw new InvalidOperationException($"{where} has no such field: {said.Text}");
            var value = read(shown);
            Assert.True((value ?? "") == (said.Expected ?? ""), $"{where} shows {value ?? "nothing"} where {said.Text} is expected.");
        }
    }
}
