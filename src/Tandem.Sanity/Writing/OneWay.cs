using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>Content that Stripe shows with loss: writing Stripe's value back over it would destroy what an editor made.</summary>
/// <remarks>An observation shows such content as plain values, so the document itself has to be asked before it is written.</remarks>
internal static class OneWay
{
    /// <summary>Whether a field of this shape may hold such content.</summary>
    public static bool IsPossible(SanityField? field) => field?.Shape is FieldShape.RichText or FieldShape.Images or FieldShape.Image;

    /// <summary>Why the field must not be written in this document; null when it may.</summary>
    public static string? Problem(SanityField? field, FieldChange change, JsonElement? document)
    {
        if (field is null || document is not { } shown || FieldPath.In(shown, field.Name) is not { } held)
        {
            return null;
        }

        return field.Shape switch
        {
            FieldShape.RichText when held.ValueKind != JsonValueKind.String =>
                $"{field.Name} holds Portable Text, which only travels to Stripe. Change it in the Studio.",
            // Made ready, each entry is known.
            FieldShape.Images when field.Downloads is not null && (change.To is null || change.Shown is not null) => null,
            FieldShape.Images when held.ValueKind != JsonValueKind.Array || held.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.String) =>
                $"{field.Name} holds uploaded pictures, which only travel to Stripe. Change them in the Studio.",
            FieldShape.Image when held.ValueKind != JsonValueKind.String =>
                $"{field.Name} holds an uploaded picture, which only travels to Stripe. Change it in the Studio.",
            _ => null,
        };
    }
}
