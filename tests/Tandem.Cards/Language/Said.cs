using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tandem.Cards;

/// <summary>What a card says of one field: how a person sets it on either side, and what either side then shows.</summary>
public sealed record Said
{
    /// <summary>The words of the card.</summary>
    public required string Text { get; init; }

    /// <summary>What the patch of a document sets; null unsets.</summary>
    public ImmutableArray<(string Path, JsonNode? Value)> Sanity { get; init; } = [];

    /// <summary>What the form of a Dashboard edit holds.</summary>
    public ImmutableArray<(string Name, string Value)> Stripe { get; init; } = [];

    /// <summary>The pictures that an editor uploads for it.</summary>
    public ImmutableArray<JsonObject> Uploads { get; init; } = [];

    /// <summary>A price that comes with a new product.</summary>
    public Amount? Price { get; init; }

    /// <summary>What the field is to show, in comparable form; null is unset.</summary>
    public string? Expected { get; init; }

    /// <summary>What a document shows, or null when documents have no such field.</summary>
    public Func<JsonObject, string?>? InSanity { get; init; }

    /// <summary>What a Stripe object shows, or null when Stripe has no such field.</summary>
    public Func<JsonObject, string?>? InStripe { get; init; }
}
