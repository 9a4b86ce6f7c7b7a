using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Reads the body of a verified Stripe webhook, whole events and thin notifications alike, as a hint.</summary>
/// <remarks>
/// The version that an event is rendered in is not checked: nothing but ids, marks and previous values is taken from it, and the object itself is read
/// again. Shapes: https://docs.stripe.com/api/events/object and https://docs.stripe.com/api/v2/core/events.
/// </remarks>
public static class StripeDelivery
{
    /// <summary>The event types that concern products and prices; a webhook endpoint and the feed ask for exactly these.</summary>
    public static ImmutableArray<string> Types { get; } =
        ["product.created", "product.updated", "product.deleted", "price.created", "price.updated", "price.deleted"];

    /// <summary>Reads a body; a body that makes no sense is a <see cref="CatalogFault.Refused"/>, never an exception.</summary>
    /// <param name="connection">The connection that it arrived at.</param>
    /// <param name="expected">Whose events belong there; null takes all.</param>
    /// <param name="body">The raw bytes.</param>
    /// <param name="receivedAt">When it arrived.</param>
    public static Outcome<Delivery> Read(string connection, Identity? expected, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        var (document, wrong) = StrictJson.Read(body);
        using (document)
        {
            return document is null ? Refused(wrong!) : Read(connection, expected, document.RootElement, body, receivedAt);
        }
    }

    private static Outcome<Delivery> Read(string connection, Identity? expected, JsonElement json, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        if (json.Text("id") is not { } id || !StripeIds.IsSafe(id))
        {
            return Refused("it has no usable event id");
        }

        if (json.Text("type") is not { Length: > 0 and <= 200 } type || json.Flag("livemode") is not { } live)
        {
            return Refused("it names no type or no mode");
        }

        var contents = json.Text("object") switch
        {
            "event" => StripeEventContents.OfEvent(json, type, StripeMetadata.Of(connection)),
            "v2.core.event" => StripeEventContents.OfNotification(json, type),
            _ => (null, "it is neither an event nor a notification"),
        };
        return contents switch
        {
            ({ } read, _) => new Delivery
            {
                Connection = connection,
                Side = Side.Stripe,
                Id = id,
                Type = type,
                Subject = read.Subject,
                Related = read.Related,
                Token = read.Token,
                Previous = read.Previous,
                Foreign = Foreign(expected, live, read.Account),
                ReceivedAt = receivedAt,
                Body = body,
            },
            (_, var wrong) => Refused(wrong!),
        };
    }

    private static string? Foreign(Identity? expected, bool live, string? account)
    {
        if (expected is null)
        {
            return null;
        }

        var realm = StripeIdentify.Realm(live);
        if (realm != expected.Realm)
        {
            return $"It comes from {realm} mode and this connection is for {expected.Realm} mode.";
        }

        // Only events of connected accounts name an account; without knowing our own, none of them can be taken for ours.
        return account is null || account == expected.Account
            ? null
            : $"It comes from the account {StripeFaults.Clean(account)} and this connection is for {expected.Account}.";
    }

    private static CatalogFault Refused(string what) =>
        StripeFaults.Refused(null, $"This delivery is not one of Stripe's: {what}. Nothing was taken from it.");
}
