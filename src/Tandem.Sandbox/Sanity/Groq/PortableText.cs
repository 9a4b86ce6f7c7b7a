using System.Text;

namespace Tandem.Sandbox.Sanity;

/// <summary>The plain text of Portable Text, as <c>pt::text()</c> gives it.</summary>
internal static class PortableText
{
    /// <summary>The text of a block, or of an array of blocks joined by empty lines.</summary>
    public static Value Of(Value value) => value switch
    {
        Value.Map block => Value.Of(Block(block)),
        Value.List list when list.Items.OfType<Value.Map>().Select(Block).OfType<string>().ToList() is { Count: > 0 } texts =>
            Value.Of(string.Join("\n\n", texts)),
        _ => Value.Null,
    };

    private static string? Block(Value.Map block)
    {
        if (block["_type"] is not Value.Text || block["children"] is not Value.List children)
        {
            return null;
        }

        return children.Items.OfType<Value.Map>()
            .Where(static child => child["_type"].Characters == "span" && child["text"] is Value.Text)
            .Aggregate(new StringBuilder(), static (text, child) => text.Append(child["text"].Characters))
            .ToString();
    }
}
