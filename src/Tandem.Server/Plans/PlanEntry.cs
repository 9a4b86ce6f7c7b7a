using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>One product of a plan, as a plan file keeps it and programs read it. It holds all that is to be done, and the order that lets exactly that be done.</summary>
public sealed record PlanEntry
{
    /// <summary>The document's id; a product that was born in Stripe has one before its document exists.</summary>
    public required string Document { get; init; }

    /// <summary>The Stripe product that it is, or is to become.</summary>
    public string? Stripe { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required PreviewState State { get; init; }

    /// <summary>What doing it comes to.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Why the document and the Stripe product are taken for the same.</summary>
    public required Evidence Evidence { get; init; }

    /// <summary>The order, in its text form; null when there is nothing to do.</summary>
    public string? Order { get; init; }

    /// <summary>Objects that no record knows yet, in the text form of <see cref="ObjectId"/>.</summary>
    public required ImmutableArray<string> Mentions { get; init; }

    /// <summary>The Stripe product that it is to be linked with; part of what the order stands for.</summary>
    public string? LinkedWith { get; init; }

    /// <summary>The changes in their order.</summary>
    public required ImmutableArray<ChangeLine> Changes { get; init; }

    /// <summary>Fields in conflict, with who wins.</summary>
    public required ImmutableArray<ConflictLine> Conflicts { get; init; }

    /// <summary>What must be mended or waits for a person, in sentences.</summary>
    public required ImmutableArray<string> Refusals { get; init; }

    /// <summary>What else there is to say.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Whether the order is one for these very changes: somebody may have edited the file.</summary>
    [JsonIgnore]
    public bool IsSound => Order is null
        ? State != PreviewState.Changes
        : Core.Order.Parse(Order) is { } order && order.Plan == Core.Order.PlanOf(LinkedWith, Changes, Conflicts) && Mentions.All(IsObject);

    /// <summary>The entry of a preview.</summary>
    public static PlanEntry Of(Preview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        return new PlanEntry
        {
            Document = preview.Key.DocumentId, Stripe = preview.StripeId, Name = preview.Name, State = preview.State, Effect = Effort.EffectOf(preview), Evidence = preview.Evidence,
            Order = preview.Order?.ToString(), Mentions = [.. preview.Mentions.Select(mention => mention.ToString())], LinkedWith = preview.Plan?.Next.StripeId,
            Changes = [.. (preview.Plan?.Changes ?? []).Select(ChangeLine.Of)], Conflicts = [.. (preview.Plan?.Conflicts ?? []).Select(ConflictLine.Of)],
            Refusals = [.. (preview.Plan?.Refusals ?? []).Select(refusal => refusal.ToString()), .. (preview.Plan?.Held ?? []).Select(held => $"{held} (held for a person)")], Notes = preview.Notes,
        };
    }

    private static bool IsObject(string text)
    {
        try
        {
            ObjectId.Parse(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
