using System.Collections.Immutable;

namespace Tandem.Cards;

/// <summary>What editors ask for in the Studio, and what it shows them.</summary>
internal static class StudioSentences
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Setting, "Editors use the Studio plugin", (stage, _) => stage.HasStudio = true),
        new(Role.Event, "In the Studio, {wish} {thing}", (stage, words) => Ask(stage, words["thing"], words["wish"] switch
        {
            "send" => "syncToStripe",
            "fetch" => "syncFromStripe",
            var other => other,
        })),
        new(Role.Event, "In the Studio, keep what {vendor} shows as {field} of {thing}", (stage, words) => Ask(stage, words["thing"], "resolve", words.Field, words["vendor"].ToLowerInvariant())),
        new(Role.Claim, "The Studio shows {thing} as {state}", (stage, words) => Assert.Equal(words["state"] == "in step" ? "inStep" : words["state"], stage.Shop.Plugin.State(stage.Cast.Document(words["thing"])!))),
        new(Role.Claim, "The Studio answers for {thing}: {outcome}", (stage, words) =>
        {
            var answer = stage.Shop.Plugin.Status(stage.Cast.Document(words["thing"])!)?["answers"]?[0];
            Assert.Equal(words["outcome"] == "nothing to do" ? "nothingToDo" : words["outcome"], (string?)answer?["outcome"]);
        }),
        new(Role.Claim, "No request is left", (stage, _) => Assert.DoesNotContain(stage.Shop.Sanity.Documents().Values, document => (string?)document["_type"] == "stripeSync.request")),
    ];

    private static async Task Ask(Stage stage, string thing, string action, string? field = null, string? keep = null)
    {
        stage.Shop.Plugin.Ask(action, stage.Cast.Document(thing)!, field, keep);
        await stage.Shop.Plugin.Hear();
    }
}
