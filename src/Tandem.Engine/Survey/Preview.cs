using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What would be done for one product, and why it is that one.</summary>
public sealed record Preview
{
    /// <summary>The product.</summary>
    public required ProductKey Key { get; init; }

    /// <summary>The Stripe product that it is, or is to become; null when it cannot be said.</summary>
    public string? StripeId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required PreviewState State { get; init; }

    /// <summary>Why the document and the Stripe product are taken for the same.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>What is to be done; null when nothing could be planned.</summary>
    public Plan? Plan { get; init; }

    /// <summary>The order that lets exactly this be done; null when there is nothing to do.</summary>
    public Order? Order { get; init; }

    /// <summary>What it was planned on; null when nothing could be planned.</summary>
    public Situation? Seen { get; init; }

    /// <summary>Objects that the pass must look at, since no record knows them.</summary>
    public ImmutableArray<ObjectId> Mentions { get; init; } = [];

    /// <summary>What there is to say beside the plan, in sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>How a product stands before anything is done.</summary>
public enum PreviewState
{
    /// <summary>Both sides agree, and there is nothing to do.</summary>
    InStep,

    /// <summary>There is something to do.</summary>
    Changes,

    /// <summary>Only one side has it, and it is not made on the other: both had such products, and nothing says which are the same.</summary>
    Waits,

    /// <summary>Several products may be this one.</summary>
    Ambiguous,

    /// <summary>Its document asks to be left alone, or what it names is not here.</summary>
    LeftAlone,

    /// <summary>It cannot be read, or something of it must be mended first.</summary>
    Blocked,
}
