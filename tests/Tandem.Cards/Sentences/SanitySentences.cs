using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cards;

/// <summary>What editors do in Sanity Studio, and scripts in the dataset.</summary>
internal static class SanitySentences
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Person, "In Sanity, publish a product {id}: {fields}", (stage, words) => PublishProduct(stage, words["id"], words.Fields(stage.Cast))),
        new(Role.Person, "In Sanity, publish a price {id} of {product:id}: {fields}", (stage, words) => PublishPrice(stage, words["id"], stage.Cast.Id(words["product"]), words.Fields(stage.Cast))),
        new(Role.Person, "In Sanity, publish a price {id} of no product: {fields}", (stage, words) => PublishPrice(stage, words["id"], null, words.Fields(stage.Cast))),
        new(Role.Person, "In Sanity, edit {thing}: {fields}", (stage, words) =>
        {
            Draft(stage, words);
            Editor(stage).Publish(Id(stage, words));
        }),
        new(Role.Person, "In Sanity, draft {thing}: {fields}", Draft),
        new(Role.Person, "In Sanity, publish the draft of {thing}", (stage, words) => Editor(stage).Publish(Id(stage, words))),
        new(Role.Person, "In Sanity, discard the draft of {thing}", (stage, words) => Editor(stage).Discard(Id(stage, words))),
        new(Role.Person, "In Sanity, unpublish {thing}", (stage, words) => Editor(stage).Unpublish(Id(stage, words))),
        new(Role.Person, "In Sanity, unpublish {id} with its prices", (stage, words) => WithPrices(stage, words["id"], Unpublish)),
        new(Role.Person, "In Sanity, publish {id} with its prices again", (stage, words) => PublishAgain(stage, stage.Cast.Id(words["id"]))),
        new(Role.Person, "In Sanity, delete {thing}", Remove),
        new(Role.Person, "In Sanity, delete {id} with its prices", (stage, words) => WithPrices(stage, words["id"], Delete)),
        new(Role.Person, "In Sanity, duplicate {thing} as {copy:id}", (stage, words) => Editor(stage).Duplicate(Id(stage, words), words["copy"])),
        new(Role.Person, "In Sanity, add {thing} to the release {release:id}: {fields}", AddToRelease),
        new(Role.Person, "In Sanity, publish the release {release:id}", (stage, words) => PublishRelease(stage, words["release"])),
        new(Role.Person, "In Sanity, a script sets {thing}: {fields}", (stage, words) =>
            stage.Shop.Sanity.Mutate([new JsonObject { ["patch"] = Patch(stage, words, new JsonObject { ["id"] = Id(stage, words) }) }])),
        new(Role.Person, "In Sanity, a script copies the prices of {id} into its list {list:id}", CopyPrices),
    ];

    private static SanityEditor Editor(Stage stage) => stage.Shop.Editor;

    private static string Id(Stage stage, Words words) =>
        stage.Cast.Document(words["thing"]) ?? throw new InvalidOperationException($"Sanity has no {words["thing"]}.");

    private static void PublishProduct(Stage stage, string id, IReadOnlyList<Said> fields)
    {
        var product = With(stage, new JsonObject { ["_id"] = id, ["_type"] = "product", ["active"] = true }, fields);
        if (fields.FirstOrDefault(field => field.Price is not null)?.Price is { } price)
        {
            stage.Shelf.Publish(Editor(stage), product, price);
        }
        else
        {
            Editor(stage).PublishNew(product);
        }
    }

    private static void PublishPrice(Stage stage, string id, string? product, IReadOnlyList<Said> fields) =>
        stage.Shelf.Add(Editor(stage), id, product, With(stage, new JsonObject { ["active"] = true }, fields));

    private static void Remove(Stage stage, Words words)
    {
        if (stage.Cast.Price(words["thing"]) is { } price)
        {
            stage.Shelf.Remove(Editor(stage), price);
        }
        else
        {
            Editor(stage).Delete(Id(stage, words));
        }
    }

    private static JsonObject With(Stage stage, JsonObject document, IReadOnlyList<Said> fields)
    {
        Upload(stage, fields);
        foreach (var (path, value) in fields.SelectMany(field => field.Sanity))
        {
            document[path] = value?.DeepClone();
        }

        return document;
    }

    private static void Draft(Stage stage, Words words) => Editor(stage).Edit(Id(stage, words), Patch(stage, words, []));

    private static JsonObject Patch(Stage stage, Words words, JsonObject patch)
    {
        var (set, unset) = (new JsonObject(), new JsonArray());
        var place = stage.Cast.Price(words["thing"])?.Place ?? "";
        var fields = words.Fields(stage.Cast);
        Upload(stage, fields);
        foreach (var (path, value) in fields.SelectMany(field => field.Sanity))
        {
            if (value is null)
            {
                unset.Add(place + path);
            }
            else
            {
                set[place + path] = value.DeepClone();
            }
        }

        (patch["set"], patch["unset"]) = (set, unset);
        return patch;
    }

    private static void Upload(Stage stage, IReadOnlyList<Said> fields)
    {
        foreach (var asset in fields.SelectMany(field => field.Uploads))
        {
            stage.Shop.Sanity.Mutate([new JsonObject { ["createIfNotExists"] = asset.DeepClone() }]);
        }
    }

    // As the Studio does it for documents that need each other: one transaction, after the default price let go.
    private static void WithPrices(Stage stage, string word, Func<string, JsonObject> action)
    {
        var id = stage.Cast.Id(word);
        var documents = stage.Cast.PricesOf(word).Select(price => price.Document).Append(id).Distinct(StringComparer.Ordinal).ToList();
        foreach (var document in documents.SelectMany(document => new[] { document, $"drafts.{document}" }).Where(document => stage.Shop.Document(document) is not null))
        {
            stage.Shop.Sanity.Mutate([new JsonObject { ["patch"] = new JsonObject { ["id"] = document, ["set"] = Weakened(stage.Shop.Document(document)!) } }]);
        }

        stage.Shop.Sanity.Act([.. documents.Select(action)]);
    }

    private static JsonObject Weakened(JsonObject document)
    {
        var set = new JsonObject();
        foreach (var (name, value) in document)
        {
            if (value is JsonObject map && map["_ref"] is not null)
            {
                set[$"{name}._weak"] = true;
            }

            if (value is JsonArray list)
            {
                foreach (var (index, _) in list.Index().Where(entry => entry.Item is JsonObject reference && reference["_ref"] is not null))
                {
                    set[$"{name}[{index}]._weak"] = true;
                }
            }
        }

        return set;
    }

    private static JsonObject Unpublish(string id) => new() { ["actionType"] = "sanity.action.document.unpublish", ["draftId"] = $"drafts.{id}", ["publishedId"] = id };

    private static JsonObject Delete(string id) => new() { ["actionType"] = "sanity.action.document.delete", ["publishedId"] = id, ["includeDrafts"] = new JsonArray() };

    private static void PublishAgain(Stage stage, string id)
    {
        foreach (var draft in stage.Shop.Sanity.Documents().Values.Where(document => (string?)document["_id"] == $"drafts.{id}" || (string?)document["product"]?["_ref"] == id)
            .Select(document => (string)document["_id"]!).Where(document => document.StartsWith("drafts.", StringComparison.Ordinal)))
        {
            Editor(stage).Publish(draft["drafts.".Length..]);
        }
    }

    // As docs/CONFIGURATION.md describes it: each entry takes the id of its Stripe price along.
    private static void CopyPrices(Stage stage, Words words)
    {
        var (id, entries, set) = (stage.Cast.Id(words["id"]), new JsonArray(), new JsonObject());
        foreach (var price in stage.Cast.PricesOf(words["id"]))
        {
            var key = price.Word[(id.Length + 1)..];
            entries.Add(new JsonObject(price.Content.Where(field => field.Key[0] != '_' && field.Key != "product").Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))) { ["_key"] = key });
            if ((string?)stage.Shop.Document(id)!["default_price"]?["_ref"] == price.Document)
            {
                set["default_price"] = key;
            }
        }

        set[words["list"]] = entries;
        stage.Shop.Sanity.Mutate([new JsonObject { ["patch"] = new JsonObject { ["id"] = id, ["set"] = set } }]);
    }

    private static void AddToRelease(Stage stage, Words words)
    {
        var document = stage.Cast.InSanity(words["thing"]);
        document["_id"] = $"versions.{words["release"]}.{Id(stage, words)}";
        document.Remove("_rev");
        stage.Shop.Sanity.Mutate([new JsonObject { ["createOrReplace"] = With(stage, document, words.Fields(stage.Cast)) }]);
    }

    private static void PublishRelease(Stage stage, string release)
    {
        var prefix = $"versions.{release}.";
        foreach (var version in stage.Shop.Sanity.Documents().Values.Where(document => ((string)document["_id"]!).StartsWith(prefix, StringComparison.Ordinal)))
        {
            var id = (string)version["_id"]!;
            version["_id"] = id[prefix.Length..];
            version.Remove("_rev");
            stage.Shop.Sanity.Mutate([new JsonObject { ["createOrReplace"] = version }, new JsonObject { ["delete"] = new JsonObject { ["id"] = id } }]);
        }
    }
}
