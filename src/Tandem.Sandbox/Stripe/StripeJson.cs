using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Tandem.Sandbox;

/// <summary>JSON as Stripe writes it: two spaces, line feeds, characters unescaped.</summary>
internal static class StripeJson
{
    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Pretty);

    /// <summary>A copy as a reader would parse it, so that a number converts to whatever fits it.</summary>
    public static JsonObject Detached(JsonObject node) => JsonNode.Parse(Bytes(node))!.AsObject();

    public static string Text(this JsonObject node, string name) => node[name]!.GetValue<string>();

    public static string? TextOrNull(this JsonObject node, string name) => node[name]?.GetValue<string>();

    public static long Number(this JsonObject node, string name) => node[name]!.GetValue<long>();

    public static bool Flag(this JsonObject node, string name) => node[name]!.GetValue<bool>();

    public static bool IsSet(this JsonObject node, string name) => node[name] is JsonValue value && value.GetValue<bool>();

    /// <summary>Whether a parameter was sent, be it to clear.</summary>
    public static bool Sends(this JsonObject input, string name) => input.ContainsKey(name);

    public static JsonObject Copy(this JsonObject node) => node.DeepClone().AsObject();
}
