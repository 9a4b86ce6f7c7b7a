using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Which documents are carried: those in which a field has a value, or all but those. The others are left alone, and so is what they are linked to.</summary>
/// <param name="Kind">The sort of document.</param>
/// <param name="Path">The field, or the way down to it.</param>
/// <param name="Value">The text, number or truth that it is compared with. A field that is not there counts as false.</param>
/// <param name="IsException">Whether documents with that value are the ones to leave alone.</param>
public sealed record DocumentCondition(Kind Kind, string Path, JsonElement Value, bool IsException)
{
    /// <summary>Whether this condition lets a document be carried.</summary>
    internal bool Admits(JsonElement document) => Shows(FieldPath.In(document, Path)) != IsException;

    private bool Shows(JsonElement? held) => held is { } there ? JsonElement.DeepEquals(there, Value) : Value.ValueKind == JsonValueKind.False;
}
