using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>What changes in one document: its patch mutations, in an order that gives every reader of Sanity's documentation the same result.</summary>
/// <remarks>The order of operations inside one patch is documented two ways, so what depends on order goes into patches of its own.</remarks>
/// <param name="id">The whole id of the document.</param>
/// <param name="revision">The revision that it must still have; null when the same transaction made it.</param>
/// <param name="before">The document as it is, where a field lies in an entry of a list; null when nothing depends on it.</param>
/// <param name="server">Where uploaded pictures are shown.</param>
internal sealed class DocumentPatch(string id, string? revision, JsonElement? before, PictureServer server)
{
    private string? _guard = revision;
    private readonly SortedDictionary<int, JsonObject> _missing = [];
    private readonly JsonObject _set = [];
    private readonly JsonArray _unset = [];
    private readonly SortedDictionary<string, JsonArray> _append = new(StringComparer.Ordinal);

    /// <summary>Lets a field show a value.</summary>
    /// <param name="field">Where it is held.</param>
    /// <param name="change">The value.</param>
    /// <param name="currency">The document's currency, if it is a price.</param>
    public void Write(SanityField field, FieldChange change, string? currency)
    {
        foreach (var (name, content) in FieldWriting.Held(field, change, currency, before, server))
        {
            var path = FieldPath.Parse(name)!;
            if (content is null)
            {
                // An entry of the metadata is its key and value: without a value it is none.
                _unset.Add(JsonValue.Create(path.Patch(path.Steps.Length - (field.Shape == FieldShape.MetadataValue ? 1 : 0))));
                continue;
            }

            if (MissingEntry(path) is { } missing)
            {
                Append(path, missing, content);
                continue;
            }

            MakeParents(path, path.Steps.Length - 1);
            if (content is JsonObject group && FieldWriting.PartsOf(field.Shape) is { IsEmpty: false } parts)
            {
                WriteInto(path, group, parts);
            }
            else
            {
                _set[path.Patch()] = content;
            }
        }
    }

    /// <summary>Guards the document, if nothing does yet.</summary>
    public void Guard(string? expected) => _guard ??= expected;

    /// <summary>Sets one of the fields that are ours alone: the mirror and the flag.</summary>
    public void Mark(string name, JsonNode content) => _set[FieldPath.Parse(name)!.Patch()] = content;

    /// <summary>Appends an entry to a list, which is made where it is missing.</summary>
    public void AddEntry(string list, JsonObject entry)
    {
        var path = FieldPath.Parse(list)!;
        MakeParents(path, path.Steps.Length - 1);
        Append(path.Patch(), entry, path.Steps.Length - 1);
    }

    /// <summary>Appends references to the product's prices.</summary>
    public void AddPrices(IEnumerable<string> ids)
    {
        foreach (var price in ids)
        {
            Append(SanitySchema.ProductPrices, FieldWriting.Entry(price), depth: 0);
        }
    }

    /// <summary>The mutations; the first one carries the guard.</summary>
    public IEnumerable<JsonObject> Mutations()
    {
        // Within a transaction every patch moves the revision on.
        var guard = _guard;
        foreach (var operations in Steps())
        {
            operations["id"] = id;
            if (guard is not null)
            {
                operations["ifRevisionID"] = guard;
                guard = null;
            }

            yield return new JsonObject { ["patch"] = operations };
        }
    }

    private IEnumerable<JsonObject> Steps()
    {
        foreach (var missing in _missing.Values)
        {
            yield return new JsonObject { ["setIfMissing"] = missing };
        }

        if (_set.Count > 0 || _unset.Count > 0)
        {
            // Different fields: here the order does not matter.
            var step = new JsonObject();
            if (_set.Count > 0)
            {
                step["set"] = _set;
            }

            if (_unset.Count > 0)
            {
                step["unset"] = _unset;
            }

            yield return step;
        }

        foreach (var (list, items) in _append)
        {
            yield return new JsonObject { ["insert"] = new JsonObject { ["after"] = list + "[-1]", ["items"] = items } };
        }
    }

    // Field by field: what else an editor keeps in that object is not ours to drop.
    private void WriteInto(FieldPath path, JsonObject content, ImmutableArray<string> parts)
    {
        MakeParents(path, path.Steps.Length);
        foreach (var part in parts)
        {
            if (content[part] is { } value)
            {
                _set[$"{path.Patch()}.{part}"] = value.DeepClone();
            }
            else
            {
                _unset.Add(JsonValue.Create($"{path.Patch()}.{part}"));
            }
        }
    }

    private void MakeParents(FieldPath path, int steps)
    {
        for (var depth = 1; depth <= steps; depth++)
        {
            var isList = depth < path.Steps.Length && path.Steps[depth].By is not null;
            if (path.Steps[depth - 1].By is null)
            {
                Missing(depth - 1, path.Patch(depth), isList ? new JsonArray() : new JsonObject());
            }
        }
    }

    private void Missing(int depth, string path, JsonNode content) =>
        (_missing.TryGetValue(depth, out var missing) ? missing : _missing[depth] = [])[path] = content;

    // The first step that leads to an entry of a list which the document does not have.
    private int? MissingEntry(FieldPath path)
    {
        for (var index = 0; index < path.Steps.Length; index++)
        {
            if (path.Steps[index].By is not null && path.In(before, index + 1) is null)
            {
                return index;
            }
        }

        return null;
    }

    private void Append(FieldPath path, int entry, JsonNode content)
    {
        MakeParents(path, entry);
        var list = path.Patch(entry);
        var known = _append.TryGetValue(list, out var items) ? items.OfType<JsonObject>().FirstOrDefault(item => (string?)item[path.Steps[entry].By!] == path.Steps[entry].Value) : null;
        var made = known ?? FieldWriting.ListEntry(path.Steps[entry], Sibling(path, entry));
        FieldWriting.Put(made, path.Steps.AsSpan()[(entry + 1)..], content);
        if (known is null)
        {
            Append(list, made, entry - 1);
        }
    }

    private void Append(string list, JsonNode item, int depth)
    {
        Missing(depth, list, new JsonArray());
        (_append.TryGetValue(list, out var items) ? items : _append[list] = []).Add(item);
    }

    // Entries of a list are told apart by their types too; another language's entry knows it.
    private string? Sibling(FieldPath path, int entry) =>
        path.In(before, entry) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => item.Text("_type")).FirstOrDefault(type => type is not null) : null;
}
