using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Simulation;

/// <summary>Other names, nested fields, entries of lists, metadata as a list, amounts in main units; and every field that a mapping can name travels, but not from or to documents that are left alone.</summary>
internal sealed class MovedLayout() : Layout("moved", Names)
{
    private static readonly SanitySchema Names = SanitySchema.Default with
    {
        Fields =
        [
            .. SanitySchema.Default.Fields.Where(field => field.Field != FieldNames.Brand).Select(field => (field.Kind, field.Field) switch
            {
                (Kind.Product, FieldNames.Name) => field with { Name = "title" },
                (Kind.Product, FieldNames.Description) => field with { Name = "texts.long" },
                (Kind.Price, FieldNames.UnitAmount) => field with { Name = "cost", Companion = null, Shape = FieldShape.MajorAmount },
                (Kind.Price, FieldNames.Nickname) => field with { Name = "labels[en].value" },
                _ => field,
            }),
            .. SanitySchema.Optional.Select(field => field is { Kind: Kind.Product, Field: FieldNames.Metadata } ? field with { Name = "tags" } : field),
        ],
        Conditions = [new(Kind.Product, "noSync", JsonSerializer.SerializeToElement(true), IsException: true)],
    };

    /// <inheritdoc/>
    public override string Title => "title";

    /// <inheritdoc/>
    public override string? LeftAlone => "noSync";

    /// <inheritdoc/>
    public override Policy In(Policy policy) => policy with
    {
        Rules = [.. policy.Rules.Where(rule => rule.Field != FieldNames.Brand).Select(rule => rule.Direction == Direction.Off ? rule with { Direction = Direction.Both } : rule)],
    };

    /// <inheritdoc/>
    public override JsonObject Document(JsonObject usual)
    {
        var document = usual.DeepClone().AsObject();
        Move(document, "name", value => document["title"] = value);
        Move(document, "unit_amount", value => document["cost"] = Major(value));
        Move(document, "nickname", value => document["labels"] = new JsonArray(Entry("_key", "en", value)));
        return document;
    }

    /// <inheritdoc/>
    public override IEnumerable<JsonObject> Patches(string id, JsonObject usual, JsonObject? current)
    {
        var parents = new JsonObject();
        var set = new JsonObject();
        var unset = new JsonArray();
        var entries = new List<JsonObject>();
        foreach (var (field, value) in usual["set"]?.AsObject() ?? [])
        {
            switch (field)
            {
                case "name":
                    set["title"] = value!.DeepClone();
                    break;
                case "description":
                    parents["texts"] = new JsonObject();
                    set["texts.long"] = value!.DeepClone();
                    break;
                case "unit_amount":
                    set["cost"] = Major(value!.DeepClone());
                    break;
                case "brand":
                    Put(entries, current, "tags", "key", "brand", value!);
                    break;
                case "nickname":
                    Put(entries, current, "labels", "_key", "en", value!);
                    break;
                default:
                    set[field] = value?.DeepClone();
                    break;
            }
        }

        foreach (var field in usual["unset"]?.AsArray().Select(field => (string)field!) ?? [])
        {
            unset.Add(field switch { "name" => "title", "description" => "texts.long", "unit_amount" => "cost", "brand" => "tags[key==\"brand\"]", "nickname" => "labels[_key==\"en\"].value", _ => field });
        }

        JsonObject?[] steps =
        [
            parents.Count > 0 ? new JsonObject { ["setIfMissing"] = parents } : null, .. entries,
            set.Count > 0 ? new JsonObject { ["set"] = set } : null, unset.Count > 0 ? new JsonObject { ["unset"] = unset } : null,
        ];
        return steps.OfType<JsonObject>();
    }

    /// <inheritdoc/>
    public override IEnumerable<JsonObject> Read(JsonObject held)
    {
        var document = held.DeepClone().AsObject();
        Move(document, "title", value => document["name"] = value);
        Take(document, "description", (document["texts"] as JsonObject)?["long"]);
        Take(document, "brand", Found(document, "tags", "key", "brand")?["value"]);
        Take(document, "nickname", Found(document, "labels", "_key", "en")?["value"]);
        Move(document, "cost", value => document["unit_amount"] = Minor(value));
        return [document];
    }

    private static void Put(List<JsonObject> steps, JsonObject? current, string list, string by, string key, JsonNode value)
    {
        if (current is not null && Found(current, list, by, key) is not null)
        {
            steps.Add(new JsonObject { ["set"] = new JsonObject { [$"{list}[{by}==\"{key}\"].value"] = value.DeepClone() } });
            return;
        }

        steps.Add(new JsonObject { ["setIfMissing"] = new JsonObject { [list] = new JsonArray() } });
        steps.Add(new JsonObject { ["insert"] = new JsonObject { ["after"] = $"{list}[-1]", ["items"] = new JsonArray(Entry(by, key, value.DeepClone())) } });
    }

    private static JsonObject Entry(string by, string key, JsonNode value) => new() { ["_key"] = key, [by] = key, ["value"] = value };

    private static JsonObject? Found(JsonObject document, string list, string by, string key) =>
        (document[list] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(entry => (string?)entry[by] == key);

    private static void Move(JsonObject document, string name, Action<JsonNode> put)
    {
        if (document[name] is { } value)
        {
            document.Remove(name);
            put(value.DeepClone());
        }
    }

    private static void Take(JsonObject document, string name, JsonNode? value)
    {
        if (value is not null)
        {
            document[name] = value.DeepClone();
        }
    }

    // All currencies of the schedules have hundredths.
    private static JsonValue Major(JsonNode minor) => JsonValue.Create(decimal.Parse(minor.ToJsonString(), CultureInfo.InvariantCulture) / 100);

    private static JsonValue Minor(JsonNode major) => JsonValue.Create(decimal.ToInt64(decimal.Parse(major.ToJsonString(), CultureInfo.InvariantCulture) * 100));
}
