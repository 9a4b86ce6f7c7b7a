namespace Tandem.Core;

/// <summary>Everything that a promotion is planned from. Equal situations give equal promotions.</summary>
public sealed record PromotionSituation
{
    /// <summary>The connection that the product comes from.</summary>
    public required string Origin { get; init; }

    /// <summary>What Sanity shows there.</summary>
    public required Observation Source { get; init; }

    /// <summary>The rules there: a field that does not travel there is not known there.</summary>
    public required Policy SourcePolicy { get; init; }

    /// <summary>What is remembered of the product where it goes to; a blank record when nothing is.</summary>
    public required ProductRecord Record { get; init; }

    /// <summary>What Sanity shows here.</summary>
    public required Observation Target { get; init; }

    /// <summary>The rules here: only what travels both ways is promoted, for the rest comes from elsewhere.</summary>
    public required Policy TargetPolicy { get; init; }

    /// <summary>What was promoted before; null when nothing was.</summary>
    public Promoted? Known { get; init; }

    /// <summary>Whether what was edited or deleted here since the last promotion is overwritten.</summary>
    public bool Overwrites { get; init; }

    /// <summary>The product where it goes to.</summary>
    public ProductKey Key => Record.Key;
}
