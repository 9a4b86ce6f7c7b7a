using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>What changes in one document: its patch mutations, in an order that gives every reader of Sanity's documentation the same result.</summary>
/// <remarks>The order of operations inside one patch is documented two ways, so what depends on order goes into patches of its own.</remarks>
/// <param name="id">The whole id of the document.</param>
/// <param name="revision">The revision that it must still have; null when the same transaction made it.</param>
internal sealed class DocumentPatch(string id, string? revision)
{
    private readonly JsonObject _missing = [];
    private readonly JsonObject _set = [];
    private readonly JsonArray _unset = [];
    private readonly JsonArray _prices = [];

    /// <summary>Lets a field show a value.</summary>
    public void Write(SanityField field, FieldValue? value)
    {
        foreach (var (name, content) in FieldWriting.Held(field, value))
        {
            if (content is null)
            {
                _unset.Add(JsonValue.Create(name));
            }
            else if (content is JsonObject group && FieldWriting.PartsOf(field.Shape) is { IsEmpty: false } parts)
            {
                WriteInto(name, group, parts);
            }
            else
            {
                _set[name] = content;
            }
        }
    }

    /// <summary>Sets one of the fields that are ours alone: the mirror and the flag.</summary>
    public void Mark(string name, JsonNode content) => _set[name] = content;

    /// <summary>Appends references to the product's prices.</summary>
    public void AddPrices(IEnumerable<string> ids)
    {
        foreach (var price in ids)
        {
            _missing[SanitySchema.ProductPrices] = new JsonArray();
            _prices.Add(FieldWriting.Entry(price));
        }
    }

    /// <summary>The mutations; the first one carries the guard.</summary>
    public IEnumerable<JsonObject> Mutations()
    {
        var guard = revision;
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
        if (_missing.Count > 0)
        {
            yield return new JsonObject { ["setIfMissing"] = _missing };
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

        if (_prices.Count > 0)
        {
            yield return new JsonObject
            {
                ["insert"] = new JsonObject { ["after"] = SanitySchema.ProductPrices + "[-1]", ["items"] = _prices },
            };
        }
    }

    // Field by field: what else an editor keeps in that object is not ours to drop.
    private void WriteInto(string name, JsonObject content, ImmutableArray<string> parts)
    {
        _missing[name] = new JsonObject();
        foreach (var part in parts)
        {
            if (content[part] is { } value)
            {
                _set[$"{name}.{part}"] = value.DeepClone();
            }
            else
            {
                _unset.Add(JsonValue.Create($"{name}.{part}"));
            }
        }
    }
}
