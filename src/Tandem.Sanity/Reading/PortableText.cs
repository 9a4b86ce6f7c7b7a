using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>Portable Text as plain text: the texts of its blocks, an empty line between them, as Sanity's own toolkit does it.</summary>
internal static class PortableText
{
    /// <summary>The plain text. Blocks of other types (pictures, embeds) have none.</summary>
    public static string Plain(JsonElement blocks) => string.Join(
        "\n\n",
        blocks.EnumerateArray()
            .Where(block => block.Text("_type") == "block")
            .Select(block => string.Concat(block.Items("children").Select(span => span.Text("text"))))
            .Where(text => text.Length > 0));
}
