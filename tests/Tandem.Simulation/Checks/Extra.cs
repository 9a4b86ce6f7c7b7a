using System.Globalization;
using System.Text.Json.Nodes;

namespace Tandem.Simulation;

/// <summary>
/// A rarer field whose values are unique in a schedule too: how people enter a value on either side, and how each side shows it. Written from the vendors' documents,
/// without the product's own code.
/// </summary>
/// <param name="Field">Its name in Stripe.</param>
/// <param name="Typed">What an editor types for a number.</param>
/// <param name="Form">What the Dashboard sends for a number.</param>
/// <param name="Document">What a document shows.</param>
/// <param name="Charged">What Stripe shows.</param>
internal sealed record Extra(
    string Field, Func<int, JsonNode> Typed, Func<int, (string Name, string Value)[]> Form, Func<JsonNode, string?> Document, Func<JsonNode, string?> Charged)
{
    /// <summary>All of them; they are fields of products.</summary>
    public static readonly Extra[] All =
    [
        Texts("images", number => $"https://shop.test/{number}.png"),
        Text("url", number => $"https://shop.test/{number}"),
        Text("unit_label", number => $"u{number}"),
        Text("statement_descriptor", number => $"SHOP {number}"),
        Texts("marketing_features", number => $"Feature {number}") with
        {
            Form = number => [("marketing_features[0][name]", $"Feature {number}")],
            Charged = held => (held as JsonArray)?.FirstOrDefault()?["name"]?.GetValue<string>(),
        },
        new(
            "package_dimensions",
            number => new JsonObject { ["height"] = Hundredths(number), ["length"] = 2, ["width"] = 3.5m, ["weight"] = 4 },
            number => [("package_dimensions[height]", Hundredths(number).ToString(CultureInfo.InvariantCulture)), ("package_dimensions[length]", "2"), ("package_dimensions[width]", "3.5"), ("package_dimensions[weight]", "4")],
            Height,
            Height),
    ];

    private static Extra Text(string field, Func<int, string> text) =>
        new(field, number => JsonValue.Create(text(number)), number => [(field, text(number))], held => (string?)held, held => (string?)held);

    private static Extra Texts(string field, Func<int, string> text) => new(
        field,
        number => new JsonArray(text(number)),
        number => [($"{field}[0]", text(number))],
        held => (held as JsonArray)?.FirstOrDefault()?.GetValue<string>(),
        held => (held as JsonArray)?.FirstOrDefault()?.GetValue<string>());

    private static decimal Hundredths(int number) => number / 100m;

    private static string? Height(JsonNode held) => held["height"] is { } height
        ? decimal.Parse(height.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.##", CultureInfo.InvariantCulture)
        : null;
}
