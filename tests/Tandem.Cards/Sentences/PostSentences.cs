using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cards;

/// <summary>What happens to webhooks, and the webhooks that somebody makes up.</summary>
internal static class PostSentences
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Event, "Webhooks are held back", (stage, _) => { stage.Shop.Delivers = false; }),
        new(Role.Event, "The webhooks that were held back arrive", (stage, _) => Arrive(stage, held => held)),
        new(Role.Event, "The webhooks that were held back arrive, the last one first", (stage, _) => Arrive(stage, held => held.Reverse())),
        new(Role.Event, "Webhooks get lost", (stage, _) => { stage.Shop.Delivers = false; }),
        new(Role.Event, "Webhooks get through again", (stage, _) =>
        {
            foreach (var lost in Waiting(stage).Where(lost => !stage.Shop.Sanity.Outbox.Take(lost)))
            {
                stage.Shop.Stripe.Outbox.Take(lost);
            }

            stage.Shop.Delivers = true;
        }),
        new(Role.Event, "Every webhook comes twice", (stage, _) => Spoil(stage, DeliveryFaultKind.Duplicate)),
        new(Role.Event, "Every webhook overtakes the one before it", (stage, _) => Spoil(stage, DeliveryFaultKind.Reorder)),
        new(Role.Event, "All webhooks so far arrive again", (stage, _) => stage.HearAgain(stage.Shop.Delivered)),
        new(Role.Event, "All webhooks so far arrive again, the last one first", (stage, _) => stage.HearAgain(stage.Shop.Delivered.AsEnumerable().Reverse())),
        new(Role.Event, "A {origin} webhook claims that {id} was deleted in {vendor}", async (stage, words) =>
        {
            await stage.Open();
            stage.Reception = words.IsStripe ? await FromStripe(stage, words) : await FromSanity(stage, words);
        }),
    ];

    private static IReadOnlyList<PendingDelivery> Waiting(Stage stage) => [.. stage.Shop.Sanity.Outbox.Waiting, .. stage.Shop.Stripe.Outbox.Waiting];

    private static async Task Arrive(Stage stage, Func<IEnumerable<PendingDelivery>, IEnumerable<PendingDelivery>> order)
    {
        stage.Shop.Delivers = true;
        foreach (var held in order(Waiting(stage)).ToList())
        {
            await stage.Shop.Deliver(held);
        }
    }

    private static void Spoil(Stage stage, DeliveryFaultKind kind)
    {
        stage.Shop.Sanity.Faults.Add(new DeliveryFault(kind));
        stage.Shop.Stripe.Faults.Add(new DeliveryFault(kind));
    }

    private static Task<Engine.Tests.Taken> FromStripe(Stage stage, Words words)
    {
        var now = Signed(stage, words);
        var body = Body(new JsonObject
        {
            ["id"] = "evt_madeup", ["object"] = "event", ["type"] = "product.deleted", ["livemode"] = words["origin"] == "foreign", ["created"] = now.ToUnixTimeSeconds(),
            ["data"] = new JsonObject { ["object"] = new JsonObject { ["id"] = stage.Cast.Stripe(words["id"]), ["object"] = "product", ["deleted"] = true } },
        });
        var secret = words["origin"] == "forged" ? "whsec_guessed" : stage.Shop.StripeSecret;
        return stage.Shop.Take(Side.Stripe, Header("Stripe-Signature", StripeSigner.Header([secret], body, now, withTestScheme: true)), body);
    }

    private static Task<Engine.Tests.Taken> FromSanity(Stage stage, Words words)
    {
        var now = Signed(stage, words);
        var id = stage.Cast.Id(words["id"]);
        var body = Body(new JsonObject { ["_id"] = id, ["_type"] = "product" });
        var headers = Header("sanity-webhook-signature", SanitySignature.Header(body, now, words["origin"] == "forged" ? "guessed" : Engine.Tests.Shop.SanitySecret));
        (headers["idempotency-key"], headers["sanity-operation"], headers["sanity-document-id"]) = ("madeup", "delete", id);
        (headers["sanity-project-id"], headers["sanity-dataset"]) = ("standin1", words["origin"] == "foreign" ? "staging" : "production");
        return stage.Shop.Take(Side.Sanity, headers, body);
    }

    // Two days are too old for both vendors' signatures.
    private static DateTimeOffset Signed(Stage stage, Words words) => stage.Shop.Time.GetUtcNow() - (words["origin"] == "stale" ? TimeSpan.FromDays(2) : TimeSpan.Zero);

    private static byte[] Body(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static Dictionary<string, string> Header(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}
