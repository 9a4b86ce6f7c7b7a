using System.Text.Json.Nodes;

namespace Tandem.Cards;

/// <summary>A price where the dataset holds it: a document, or an entry of a list in its product's document.</summary>
/// <param name="Word">How cards name it: <c>mug-eur</c>.</param>
/// <param name="Document">The document in which it is, by its published id.</param>
/// <param name="Product">The id of its product, if it names one.</param>
/// <param name="Content">What it holds.</param>
public sealed record HeldPrice(string Word, string Document, string? Product, JsonObject Content)
{
    /// <summary>The way down to it in the document, which a field's name follows; empty for a document.</summary>
    public string Place { get; init; } = "";

    /// <summary>By what the service knows it.</summary>
    public string Slot { get; init; } = Word;

    /// <summary>What a product holds that has it as its default price.</summary>
    public JsonNode Mention { get; init; } = PriceDocuments.Reference(Document);
}
