using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Tax behavior goes one way: once inclusive or exclusive, it stays. The error text is assumed.</summary>
internal static class StripeTaxBehavior
{
    public static string Changed(JsonObject current, string asked, string param)
    {
        var now = current.TextOrNull("tax_behavior") ?? "unspecified";
        return now == "unspecified" || now == asked
            ? asked
            : throw StripeErrors.Invalid($"You cannot change the `tax_behavior` of a price once it is specified as `{now}`.", param);
    }
}
