using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Reads how many units are charged as one.</summary>
internal static class PackagesReading
{
    private const string DivideBy = "divide_by";
    private const string Round = "round";

    /// <summary>The names of all that it may hold.</summary>
    public static readonly ImmutableArray<string> Parts = [DivideBy, Round];

    /// <summary>A group of <c>divide_by</c> and <c>round</c>; unset when the document names neither.</summary>
    public static Cell Read(JsonElement? held)
    {
        if (held is not { } packages || (packages.ValueKind == JsonValueKind.Object && Parts.All(part => packages.Get(part) is null)))
        {
            return Cell.Unset;
        }

        return packages.ValueKind == JsonValueKind.Object
            && packages.Get(DivideBy) is { ValueKind: JsonValueKind.Number } number && Money.Parse(number.GetRawText()).Value is { } size && size >= 1 && decimal.IsInteger(size)
            && FieldValue.OfText(packages.Text(Round)) is FieldValue.Text { Value: "up" or "down" } round
            ? Cell.Of(new FieldValue.Group(Fields.Of((DivideBy, new FieldValue.Number(size)), (Round, round))))
            : Cell.Refused("This must be an object with divide_by, a whole number above zero, and round, up or down.");
    }
}
