using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>A product's <c>tax_code</c> and <c>tax_details</c>, which mirror each other since the endive train.</summary>
internal static class StripeTaxCodes
{
    public static void Apply(JsonObject product, JsonObject input)
    {
        if (input.Sends("tax_details"))
        {
            var details = input["tax_details"] as JsonObject;
            Set(product, details?.TextOrNull("tax_code"), details?.TextOrNull("performance_location"), "tax_details[tax_code]");
        }

        if (input.Sends("tax_code"))
        {
            var place = product["tax_details"]?["performance_location"]?.GetValue<string>();
            Set(product, input.TextOrNull("tax_code"), place, "tax_code");
        }
    }

    private static void Set(JsonObject product, string? code, string? place, string param)
    {
        if (code is not null && !(code.Length == 13 && code.StartsWith("txcd_", StringComparison.Ordinal) && code[5..].All(char.IsAsciiDigit)))
        {
            throw StripeErrors.Missing("tax code", code, param);
        }

        product["tax_code"] = code;
        product["tax_details"] = code is null && place is null ? null : new JsonObject { ["performance_location"] = place, ["tax_code"] = code };
    }
}
