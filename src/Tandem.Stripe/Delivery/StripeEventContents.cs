using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>What is taken from an event: whom it concerns, who caused it, and what was there before.</summary>
internal sealed record StripeEventContents
{
    private const string ThinPrefix = "v1.";

    /// <summary>The object that may differ, or null for an event that concerns nothing of ours.</summary>
    public ObjectId? Subject { get; private init; }

    /// <summary>Products that it names beside the subject.</summary>
    public ImmutableArray<ObjectId> Related { get; private init; } = [];

    /// <summary>The idempotency key of the request that caused it.</summary>
    public string? Token { get; private init; }

    /// <summary>The mapped fields of <c>previous_attributes</c>.</summary>
    public ImmutableArray<PreviousValue> Previous { get; private init; } = [];

    /// <summary>The account that it names, if any.</summary>
    public string? Account { get; private init; }

    /// <summary>Reads a whole event.</summary>
    public static (StripeEventContents? Contents, string? Wrong) OfEvent(JsonElement json, string type, StripeMetadata keys)
    {
        var contents = new StripeEventContents
        {
            Token = json.Child("request")?.Text("idempotency_key"),
            Account = json.Text("account"),
        };
        if (!StripeDelivery.Types.Contains(type))
        {
            return (contents, null);
        }

        var kind = KindOf(type)!.Value;
        if (json.Child("data") is not { } data || data.Child("object") is not { } shown || Named(shown.Text("object"), shown.Text("id")) is not { } subject)
        {
            return (null, "it shows no product or price");
        }

        if (subject.Kind != kind)
        {
            return (null, "its type and its object do not match");
        }

        return (contents with
        {
            Subject = subject,
            Related = Products(kind, shown, keys),
            Previous = data.Child("previous_attributes") is { } previous ? StripeMapping.Previous(kind, previous) : [],
        }, null);
    }

    /// <summary>Reads a thin notification, which names its object and nothing of it.</summary>
    public static (StripeEventContents? Contents, string? Wrong) OfNotification(JsonElement json, string type)
    {
        var contents = new StripeEventContents
        {
            Token = json.Child("reason")?.Child("request")?.Text("idempotency_key"),
            Account = json.Text("context")?.Split('/')[^1] is { Length: > 0 } account ? account : null,
        };
        if (!type.StartsWith(ThinPrefix, StringComparison.Ordinal) || KindOf(type[ThinPrefix.Length..]) is not { } kind)
        {
            return (contents, null);
        }

        if (json.Child("related_object") is not { } related || Named(related.Text("type"), related.Text("id")) is not { } subject)
        {
            return (null, "it names no product or price");
        }

        return subject.Kind == kind ? (contents with { Subject = subject }, null) : (null, "its type and its object do not match");
    }

    private static Kind? KindOf(string type) => type.Split('.')[0] switch
    {
        "product" => Kind.Product,
        "price" => Kind.Price,
        _ => null,
    };

    private static ObjectId? Named(string? type, string? id) =>
        StripeIds.IsSafe(id) && type is not null && type.Split('.') is [_] && KindOf(type) is { } kind ? new ObjectId(Side.Stripe, kind, id!) : null;

    private static ImmutableArray<ObjectId> Products(Kind kind, JsonElement shown, StripeMetadata keys)
    {
        if (kind == Kind.Price)
        {
            return shown.Reference("product") is { } product && StripeIds.IsSafe(product) ? [new ObjectId(Side.Stripe, Kind.Product, product)] : [];
        }

        return shown.Metadata(keys.Mirror)?.Trim() is { Length: > 0 } mirror ? [new ObjectId(Side.Sanity, Kind.Product, mirror)] : [];
    }
}
