using System.Collections.Immutable;
using Tandem.Engine;

namespace Tandem.Cards;

/// <summary>How many there are, and how much was written.</summary>
internal static class CountClaims
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Claim, "Stripe has {count} product[s]", (stage, words) => Assert.Equal(words.Count(), stage.Shop.Dashboard.Products.Length)),
        new(Role.Claim, "Sanity has {count} product[s]", (stage, words) =>
            Assert.Equal(words.Count(), stage.Shop.Sanity.Documents().Values.Count(document => (string?)document["_type"] == "product" && !((string)document["_id"]!).Contains('.')))),
        new(Role.Claim, "Stripe has {count} price[s] of {id}, {active:count} of them active", (stage, words) =>
        {
            var prices = stage.Shop.Dashboard.PricesOf(stage.Cast.Stripe(words["id"]) ?? throw new InvalidOperationException($"Stripe has no {words["id"]}."));
            Assert.Equal((words.Count(), words.Count("active")), (prices.Length, prices.Count(price => (bool)price["active"]!)));
        }),
        new(Role.Claim, "Sanity has {count} price[s] of {id}", (stage, words) => Assert.Equal(words.Count(), stage.Cast.PricesOf(words["id"]).Count())),
        new(Role.Claim, "Nothing was written", (stage, _) => Assert.Equal((0, 0), (stage.StripeWrites, stage.SanityWrites))),
        new(Role.Claim, "Nothing was written to {vendor}", (stage, words) => Assert.Equal(0, words.IsStripe ? stage.StripeWrites : stage.SanityWrites)),
        new(Role.Claim, "Tandem wrote {count} time[s] to Stripe and {sanity:count} time[s] to Sanity", (stage, words) =>
            Assert.Equal((words.Count(), words.Count("sanity")), (stage.StripeWrites, stage.SanityWrites))),
        new(Role.Claim, "Tandem has fetched {count} picture[s]", (stage, words) => Assert.Equal(words.Count(), stage.Pictures?.Asked.Count ?? 0)),
        new(Role.Claim, "{count} webhook[s] [was|were] recognised as an echo", (stage, words) =>
            Assert.Equal(words.Count(), stage.Shop.Receptions.Skip(stage.TakenBefore).Count(taken => taken.Acceptance == Acceptance.Echo))),
    ];
}
