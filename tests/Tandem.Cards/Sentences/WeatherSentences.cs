using System.Collections.Immutable;

namespace Tandem.Cards;

/// <summary>What goes wrong at the vendors.</summary>
internal static class WeatherSentences
{
    private const string Key = "sk_test_shop";

    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Event, "{vendor} answers the next {call} with {trouble}", (stage, words) =>
            stage.Snags.Spoil(stage.World(words["vendor"]), words["call"], words["trouble"], Calls.Count(words["call"]))),
        new(Role.Event, "{vendor} answers every {call} with {trouble}", (stage, words) =>
            stage.Snags.Spoil(stage.World(words["vendor"]), words["call"], words["trouble"], int.MaxValue)),
        new(Role.Event, "{vendor} is well again", (stage, words) => stage.Snags.Clear(stage.World(words["vendor"]))),
        new(Role.Event, "Stripe refuses Tandem's key", (stage, _) => stage.Shop.Stripe.Keys.Revoke(Key)),
        new(Role.Event, "Stripe takes Tandem's key again", (stage, _) => stage.Shop.Stripe.Keys.Restore(Key)),
        new(Role.Event, "Stripe forgets its idempotency keys", (stage, _) => stage.Shop.Stripe.PurgeIdempotencyKeys()),
        new(Role.Event, "Sanity's listing breaks off after {count} line[s]", (stage, words) => stage.Shop.Sanity.Quirks.CutExportAfter = words.Count()),
        new(Role.Event, "Sanity's listing is whole again", (stage, _) => stage.Shop.Sanity.Quirks.CutExportAfter = null),
        new(Role.Event, "Sanity's queries lag {time} behind", (stage, words) => stage.Shop.Sanity.Quirks.QueryLag = words.Time()),
    ];
}
