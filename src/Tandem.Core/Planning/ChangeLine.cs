using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>A change in texts alone: what a plan file keeps of it, and what its digest is made of. Equal changes give equal lines.</summary>
public sealed record ChangeLine
{
    /// <summary><c>create</c>, <c>update</c> or <c>unflag</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The side that is written to.</summary>
    public required Side Side { get; init; }

    /// <summary>What sort of object it is.</summary>
    public required Kind Kind { get; init; }

    /// <summary>The object; null for a Stripe price that is to be made.</summary>
    public string? Id { get; init; }

    /// <summary>The slot of a price.</summary>
    public string? Slot { get; init; }

    /// <summary>The product of a price, in the ids of the side that is written to.</summary>
    public string? Product { get; init; }

    /// <summary>The Sanity revision that the write is guarded by.</summary>
    public string? Revision { get; init; }

    /// <summary>The other side's id that is written as the mirror.</summary>
    public string? Mirror { get; init; }

    /// <summary>Whether the mirror is the Stripe price that the same plan makes.</summary>
    public bool MirrorsPrice { get; init; }

    /// <summary>Whether a lookup key moves from the price that holds it.</summary>
    public bool TakesLookupKey { get; init; }

    /// <summary>The operation id of a Stripe price that is to be made.</summary>
    public string? Operation { get; init; }

    /// <summary>What changes, in canonical texts.</summary>
    public ImmutableArray<FieldLine> Fields { get; init; } = [];

    /// <summary>Drafts and versions that follow.</summary>
    public ImmutableArray<DraftLine> Drafts { get; init; } = [];

    /// <summary>Price documents that the product's list gets.</summary>
    public ImmutableArray<string> AddPrices { get; init; } = [];

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The line of a change.</summary>
    public static ChangeLine Of(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var line = new ChangeLine
        {
            Action = change switch { Change.Create => "create", Change.Update => "update", _ => "unflag" },
            Side = change.Side, Kind = change.Kind, Slot = change.Slot, Mirror = change.Mirror, MirrorsPrice = change.MirrorsPrice, Reason = change.Reason,
        };
        return change switch
        {
            Change.Create made => line with
            {
                Id = made.Id, Product = made.ProductId, Operation = made.Operation, TakesLookupKey = made.TakesLookupKey, AddPrices = made.AddPrices,
                Fields = [.. made.Fields.Select(field => new FieldLine(field.Key, null, field.Value.ToString()))],
            },
            Change.Update update => line with
            {
                Id = update.Id, Product = update.ProductId, Revision = update.Revision, TakesLookupKey = update.TakesLookupKey, AddPrices = update.AddPrices,
                Fields = Of(update.Fields), Drafts = [.. update.Drafts.Select(draft => new DraftLine(draft.Id, draft.Revision, Of(draft.Fields), draft.Mirror))],
            },
            Change.Unflag unflag => line with { AddPrices = unflag.Ids },
            _ => line,
        };
    }

    /// <summary>A stable digest of all that the line says.</summary>
    public string Digest() => Derived.Hex(
    [
        Action, $"{Side}", $"{Kind}", Told(Id), Told(Slot), Told(Product), Told(Revision), Told(Mirror), $"{MirrorsPrice}", $"{TakesLookupKey}", Told(Operation), Reason,
        Derived.Hex([.. AddPrices]), Digest(Fields), Derived.Hex([.. Drafts.Select(draft => Derived.Hex(draft.Id, draft.Revision, Told(draft.Mirror), Digest(draft.Fields)))]),
    ]);

    private static string Digest(ImmutableArray<FieldLine> fields) => Derived.Hex([.. fields.Select(field => Derived.Hex(field.Field, Told(field.From), Told(field.To)))]);

    // Null is told from every text.
    private static string Told(string? text) => text is null ? "" : $"={text}";

    private static ImmutableArray<FieldLine> Of(ImmutableArray<FieldChange> fields) => [.. fields.Select(change => new FieldLine(change.Field, change.From?.ToString(), change.To?.ToString()))];
}

/// <summary>A field of a line, in the canonical texts of its values; null is unset.</summary>
public sealed record FieldLine(string Field, string? From = null, string? To = null);

/// <summary>The part of a line that goes into a draft or version.</summary>
public sealed record DraftLine(string Id, string Revision, ImmutableArray<FieldLine> Fields, string? Mirror = null);

/// <summary>A conflict of a plan in texts alone.</summary>
public sealed record ConflictLine(Kind Kind, string Object, string Field, Winner Winner, string Reason, string? Sanity = null, string? Stripe = null)
{
    /// <summary>The line of a conflict.</summary>
    public static ConflictLine Of(Conflict conflict)
    {
        ArgumentNullException.ThrowIfNull(conflict);
        return new ConflictLine(conflict.Kind, conflict.Object, conflict.Field, conflict.Winner, conflict.Reason, conflict.Sanity?.ToString(), conflict.Stripe?.ToString());
    }

    /// <summary>A stable digest of all that the line says.</summary>
    public string Digest() => Derived.Hex($"{Kind}", Object, Field, Sanity is null ? "" : $"={Sanity}", Stripe is null ? "" : $"={Stripe}", $"{Winner}", Reason);
}
