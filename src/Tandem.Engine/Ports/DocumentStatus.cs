using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What the Studio shows of a document: whether it is in step with Stripe, and if not, why.</summary>
public sealed record DocumentStatus
{
    /// <summary>The published document.</summary>
    public required string DocumentId { get; init; }

    /// <summary>What it is; null when nobody knows, because it is not kept equal.</summary>
    public Kind? Kind { get; init; }

    /// <summary>How it is doing.</summary>
    public required StatusState State { get; init; }

    /// <summary>Its Stripe product or price, if it has one.</summary>
    public string? StripeId { get; init; }

    /// <summary>When both sides were last seen equal after something was written (UTC).</summary>
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>Why, in a sentence for the editor that says what to do.</summary>
    public string? Message { get; init; }

    /// <summary>The fields that are not in step.</summary>
    public ImmutableArray<FieldStatus> Fields { get; init; } = [];

    /// <summary>Of a price, its Stripe prices, newest first.</summary>
    public ImmutableArray<FormerPrice> Lineage { get; init; } = [];
}

/// <summary>How a document is doing.</summary>
public enum StatusState
{
    /// <summary>Both sides show the same.</summary>
    InStep,

    /// <summary>Something is still to be written; it happens by itself.</summary>
    Pending,

    /// <summary>Both sides changed a field, and somebody has to decide.</summary>
    Conflict,

    /// <summary>A change waits for somebody's word.</summary>
    Held,

    /// <summary>Something must be mended.</summary>
    Error,

    /// <summary>The document is not kept equal.</summary>
    Off,
}

/// <summary>A field that is not in step. Values are texts for people.</summary>
public sealed record FieldStatus
{
    /// <summary>The field's canonical name, or <c>*</c> for a conflict with a delete.</summary>
    public required string Field { get; init; }

    /// <summary>The slot of a price that is a part of the document; null when the field is the document's own.</summary>
    public string? Part { get; init; }

    /// <summary>How the field is called when a conflict of it is decided: the price that is a part of the document is named too.</summary>
    public string Name => NameOf(Part, Field);

    /// <summary>What is the matter with it.</summary>
    public required FieldCondition State { get; init; }

    /// <summary>What the published document shows; null when it is unset.</summary>
    public string? Sanity { get; init; }

    /// <summary>What Stripe shows.</summary>
    public string? Stripe { get; init; }

    /// <summary>What both showed when they last agreed.</summary>
    public string? Agreed { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Why { get; init; }

    /// <summary>Since when it is so (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How a field is called in requests.</summary>
    public static string NameOf(string? part, string field) => part is null ? field : $"{part}/{field}";
}

/// <summary>What is the matter with a field.</summary>
public enum FieldCondition
{
    /// <summary>The sides differ; it is being carried.</summary>
    Differs,

    /// <summary>Both sides changed it.</summary>
    Conflict,

    /// <summary>Its change waits for somebody's word.</summary>
    Held,

    /// <summary>Its value cannot be carried.</summary>
    Refused,
}

/// <summary>A Stripe price that stands or stood for a price document.</summary>
/// <param name="PriceId">Its id.</param>
/// <param name="Amount">What it charges, as a text for people; null when it is no single amount.</param>
/// <param name="IsActive">Whether it can be sold.</param>
/// <param name="From">When it was made (UTC).</param>
/// <param name="Until">When its successor was made; null for the newest one.</param>
public sealed record FormerPrice(string PriceId, string? Amount, bool IsActive, DateTimeOffset? From, DateTimeOffset? Until);
