using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>A verified webhook, or the line of a feed that tells the same. It says only that objects may differ now.</summary>
public sealed record Delivery
{
    /// <summary>The connection that it arrived at.</summary>
    public required string Connection { get; init; }

    /// <summary>Who sent it.</summary>
    public required Side Side { get; init; }

    /// <summary>The event id (Stripe) or the idempotency key (Sanity): stored once. Feeds of Sanity make one from document id and revision.</summary>
    public required string Id { get; init; }

    /// <summary>What it says happened, for people: <c>product.updated</c>, <c>update</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The object that may differ; null for a delivery that concerns nothing of ours, which is stored and left alone.</summary>
    public ObjectId? Subject { get; init; }

    /// <summary>Products that the payload names beside the subject: used to find keys, never as a change.</summary>
    public ImmutableArray<ObjectId> Related { get; init; } = [];

    /// <summary>The idempotency key or transaction id of the write that caused it: ours, when it matches an intent.</summary>
    public string? Token { get; init; }

    /// <summary>The revision that the document has after the change (Sanity).</summary>
    public string? Revision { get; init; }

    /// <summary>
    /// Stripe's <c>previous_attributes</c> in canonical form, as far as they are mapped fields; a field that was unset before is present with null.
    /// </summary>
    public ImmutableArray<PreviousValue> Previous { get; init; } = [];

    /// <summary>Why it belongs to another environment (mode, account, project or dataset), or null when it is ours. Foreign deliveries are kept apart and never applied.</summary>
    public string? Foreign { get; init; }

    /// <summary>When it reached us (UTC).</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The raw body, kept for audit only.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>That a document was found or heard to be changed, without a webhook.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="document">The document.</param>
    /// <param name="revision">Its revision, which is the id of the transaction that wrote it: that tells our own writes apart.</param>
    /// <param name="now">The present (UTC).</param>
    public static Delivery OfDocument(string connection, ObjectId document, string revision, DateTimeOffset now) => new()
    {
        Connection = connection,
        Side = Side.Sanity,
        Id = $"feed:{document.Id}:{revision}",
        Type = "changed",
        Subject = document,
        Token = revision,
        Revision = revision,
        ReceivedAt = now,
    };
}

/// <summary>What a field showed before a Stripe event.</summary>
public sealed record PreviousValue(string Field, FieldValue? Value);
