using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>Canonical values in the form that the SDK's parameters take. An unset value becomes the empty one, which clears.</summary>
internal static class StripeValues
{
    /// <summary>The text; empty when unset.</summary>
    public static string AsText(this FieldValue? value) => value is FieldValue.Text text ? text.Value : "";

    /// <summary>The flag; yes when unset, since Stripe has no unset flag and an object is sellable unless said otherwise.</summary>
    public static bool AsFlag(this FieldValue? value) => value is not FieldValue.Flag { Value: false };

    /// <summary>The whole number; null when unset.</summary>
    public static long? AsWhole(this FieldValue? value) => value is FieldValue.Number number ? (long)number.Value : null;

    /// <summary>The texts; an empty list when unset, which the SDK sends as <c>images=</c>.</summary>
    public static List<string> AsTexts(this FieldValue? value) =>
        value is FieldValue.List list ? [.. list.Items.Select(item => item.AsText())] : [];
}
