using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>A line of the journal: what was done or decided, and why.</summary>
public sealed record JournalEntry
{
    /// <summary>The row's number; given by the store.</summary>
    public long Number { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The connection.</summary>
    public required string Connection { get; init; }

    /// <summary>The product's document id; empty for what concerns a connection as a whole.</summary>
    public required string DocumentId { get; init; }

    /// <summary>What sort of line: <c>plan</c>, <c>write</c>, <c>agreed</c>, <c>conflict</c>, <c>held</c>, <c>refusal</c>, <c>note</c>, <c>operator</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The side that was written to or that spoke, if one.</summary>
    public Side? Side { get; init; }

    /// <summary>What sort of object it is about, if it is about one. Lines of versions before this one do not say.</summary>
    public Kind? Kind { get; init; }

    /// <summary>The object's id on the side that was written to, or the document id or slot of a conflict.</summary>
    public string? Object { get; init; }

    /// <summary>What happened and why, in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Field by field, before and after; for a conflict, the losing value as <c>From</c> and the winning one as <c>To</c>.</summary>
    public ImmutableArray<FieldChange> Fields { get; init; } = [];

    /// <summary>What both sides agree on anew, and what they agreed on before: earlier states of the product are read from here.</summary>
    public ImmutableArray<AgreedChange> Agreed { get; init; } = [];

    /// <summary>The vendor's request id or transaction id.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public double? Milliseconds { get; init; }
}
