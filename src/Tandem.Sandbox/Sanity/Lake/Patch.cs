using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>Applies the operations of one patch to one document.</summary>
/// <remarks>
/// The documentation and the official JavaScript mutator give two different orders of the operations inside one patch; this is the
/// mutator's. Nobody may depend on it.
/// </remarks>
internal static class Patch
{
    private static readonly string[] Known =
        ["id", "query", "params", "ifRevisionID", "setIfMissing", "set", "unset", "diffMatchPatch", "inc", "dec", "insert"];

    /// <summary>The document after the patch.</summary>
    public static Value.Map Apply(Value.Map patch, Value.Map document)
    {
        if (patch.Members.Select(static member => member.Key).FirstOrDefault(static name => !Known.Contains(name)) is { } unknown)
        {
            throw Refusals.Senseless($"Unknown patch operation \"{unknown}\"");
        }

        Value result = document;
        foreach (var (path, value) in Entries(patch, "setIfMissing"))
        {
            result = new PathEdit(old => old is null or Value.Nothing ? value : old, Creates: true) { SkipsElements = true }.Apply(result, PatchPath.Parse(path));
        }

        foreach (var (path, value) in Entries(patch, "set"))
        {
            result = new PathEdit(_ => value, Creates: true).Apply(result, PatchPath.Parse(path));
        }

        foreach (var path in (patch["unset"] as Value.List)?.Items ?? [])
        {
            result = new PathEdit(static _ => null, Creates: false).Apply(result, PatchPath.Parse(path.Characters ?? string.Empty));
        }

        foreach (var (path, value) in Entries(patch, "diffMatchPatch"))
        {
            result = new PathEdit(old => Text(old, value, path), Creates: false).Apply(result, PatchPath.Parse(path));
        }

        result = Increased(patch, "inc", 1, result);
        result = Increased(patch, "dec", -1, result);
        return (Value.Map)(patch["insert"] is Value.Map insert ? Inserted(insert, result) : result);
    }

    private static ImmutableArray<KeyValuePair<string, Value>> Entries(Value.Map patch, string operation) =>
        patch[operation] is Value.Map map ? map.Members : [];

    private static Value Increased(Value.Map patch, string operation, int sign, Value document)
    {
        var result = document;
        foreach (var (path, value) in Entries(patch, operation))
        {
            var amount = value is Value.Number number ? sign * number.Amount : throw Refusals.Senseless($"\"{operation}\" needs a number at \"{path}\"");
            result = new PathEdit(
                old => old is Value.Number before
                    ? Value.Of(before.Amount + amount)
                    : throw Refusals.Senseless($"Cannot {operation} \"{path}\": it is no number"),
                Creates: false).Apply(result, PatchPath.Parse(path));
        }

        return result;
    }

    // What the real server does with a patch of text that is no text is not verified: refused.
    private static Value Text(Value? old, Value patch, string path) => (old, patch) switch
    {
        (Value.Text before, Value.Text changes) => Value.Of(DiffMatchPatch.Apply(changes.Content, before.Content)),
        _ => throw Refusals.Senseless($"Cannot apply diffMatchPatch to \"{path}\": it is no string"),
    };

    private static Value Inserted(Value.Map insert, Value document)
    {
        var items = (insert["items"] as Value.List)?.Items ?? throw Refusals.Senseless("\"insert\" needs items");
        foreach (var place in new[] { "before", "after", "replace" })
        {
            if (insert[place] is not Value.Text text)
            {
                continue;
            }

            var path = PatchPath.Parse(text.Content);
            if (path.Length < 2)
            {
                throw Refusals.Senseless($"\"insert\" needs an array element, not \"{text.Content}\"");
            }

            var edit = new PathEdit(old => old is Value.List list ? Inserted(list, path[^1], place, items) : old, Creates: false);
            return edit.Apply(document, path[..^1]);
        }

        throw Refusals.Senseless("\"insert\" needs before, after or replace");
    }

    private static Value.List Inserted(Value.List list, PathStep at, string place, ImmutableArray<Value> items)
    {
        var selected = PathEdit.Selected(list, at).ToList();
        if (selected.Count == 0)
        {
            return list;
        }

        // "after [-1]" of an empty array is how the official clients append.
        var first = Math.Clamp(selected[0], 0, list.Items.Length);
        var last = Math.Clamp(selected[^1] + 1, 0, list.Items.Length);
        return new Value.List(place switch
        {
            "before" => list.Items.InsertRange(first, items),
            "after" => list.Items.InsertRange(last, items),
            _ => [.. list.Items.Where((_, index) => index < first && !selected.Contains(index)), .. items, .. list.Items.Where((_, index) => index >= first && !selected.Contains(index))],
        });
    }
}
