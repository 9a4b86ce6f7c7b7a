using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sanity;
using Tandem.Stripe;

namespace Tandem.Server.Tests.Settings;

/// <summary>docs/FIELDS.md and docs/tandem.schema.json are made from the tables that carry the fields. TANDEM_WRITE_DOCS=1 writes them anew.</summary>
public sealed class MappingDocs
{
    private const string PathPattern = "^[A-Za-z][A-Za-z0-9_]*((\\[([A-Za-z_][A-Za-z0-9_]*=)?[^\\[\\]\"\\\\\\s]([^\\[\\]\"\\\\]*[^\\[\\]\"\\\\\\s])?\\])?\\.[A-Za-z][A-Za-z0-9_]*)*$";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_table_of_fields_is_up_to_date() => Same("FIELDS.md", Fields());

    [Fact]
    public void The_schema_for_editors_is_up_to_date() => Same("tandem.schema.json", Schema().ToJsonString(Indented) + "\n");

    [Fact]
    public void Both_sides_and_the_policy_know_the_same_fields()
    {
        var stripe = StripeMapping.Lines.Select(line => (line.Kind, line.Name)).Order();
        Assert.Equal(stripe, Policy.Default.Rules.Select(rule => (rule.Kind, rule.Field)).Order());
        Assert.Equal(stripe, SanitySchema.Default.Fields.Concat(SanitySchema.Optional).Select(field => (field.Kind, field.Field)).Order());
        Assert.Equal(SanitySchema.Optional.Select(field => (field.Kind, field.Field)).Order(), Policy.Default.Rules.Where(rule => rule.Direction == Direction.Off).Select(rule => (rule.Kind, rule.Field)).Order());
    }

    private static string Fields()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Fields

            Written from the tables that carry the fields (`TANDEM_WRITE_DOCS=1 ./test Tandem.Server.Tests`). What each field is called in your documents, which way it travels and who wins a
            conflict can be changed in `tandem.json`: [CONFIGURATION.md](CONFIGURATION.md#types-and-fields).


            """.ReplaceLineEndings("\n"));
        foreach (var kind in new[] { Kind.Product, Kind.Price })
        {
            text.Append("## ").Append(kind).Append("s\n\n| field in Stripe | in the document | travels | Stripe takes | a new value | cleared in the document | other directions |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (var line in StripeMapping.Lines.Where(line => line.Kind == kind))
            {
                var (rule, held) = (Policy.Default.Rule(kind, line.Name)!, SanitySchema.Usual(kind, line.Name)!);
                text.Append("| `").Append(line.Name).Append("` | `").Append(held.Name).Append('`').Append(held.Companion is { } companion ? $", `{companion}`" : "").Append(" | ").Append(Travels(rule.Direction))
                    .Append(" | ").Append(line.Limit).Append(" | ").Append(Written(line, rule)).Append(" | ").Append(Cleared(line, held))
                    .Append(" | ").Append(MappingLimits.IsBound(rule) ? "none" : "all, or off").Append(" |\n");
            }

            text.Append('\n');
        }

        text.Append(
            """
            Where prices are entries of a list in their product's document (`embedded` in `tandem.json`), an entry holds these fields, and `default_price` of the product holds the `_key` of an entry
            as a text.
            When both sides changed a field to different values, Sanity wins unless `conflict` says otherwise, and the value that lost is in the journal ([CONFLICTS.md](CONFLICTS.md)).
            A new price takes over the old one's lookup key and its place as default; then the old one is archived. Subscriptions that exist, payment links and pricing tables keep the old price.
            Any key of the metadata can have a field of its own (`"metadata.material": "material"`). Where `metadata` is named, all other keys travel too, as a list of `key` and `value` in the
            document: each is merged for itself. Keys that no rule names are never touched, and a price's successor keeps them.
            A value that Stripe does not take is refused with a sentence that names the field; nothing is cut, and the other fields go on.

            """.ReplaceLineEndings("\n"));
        return text.ToString();
    }

    private static string Travels(Direction direction) => direction switch
    {
        Direction.ToStripe => "to Stripe",
        Direction.ToSanity => "to Sanity",
        Direction.Off => "both ways, once `tandem.json` names it",
        _ => "both ways",
    };

    private static string Written(StripeFieldLine line, FieldRule rule) => rule.Permanence switch
    {
        Permanence.SetOnce => "is written where there was none; otherwise needs a new price",
        Permanence.Grows => "is written; one that goes needs a new price",
        _ when line.OnUpdate => "is written",
        _ => "needs a new price, which takes the old one's place",
    };

    private static string Cleared(StripeFieldLine line, SanityField held) => (line.Name, held.Shape) switch
    {
        (FieldNames.UnitAmount, _) => "refused, with a message to the editor, unless tiers or a chosen amount take its place",
        _ when held.Missing is not null => "refused, with a message to the editor",
        (_, FieldShape.Flag) => "means yes",
        (FieldNames.Shippable, _) => "refused: Stripe cannot unset it",
        (FieldNames.Recurring, _) => "a price that is paid once, by a new price",
        (FieldNames.Metadata, _) => "the key is cleared in Stripe",
        _ when Policy.Default.Rule(line.Kind, line.Name)!.Permanence != Permanence.None => "a price without it, by a new price",
        _ => "cleared in Stripe",
    };

    private static JsonObject Schema() => new()
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "tandem.json",
        ["description"] = "Which types and fields of the dataset hold what, which way each field travels and who wins a conflict; and which further connections the service has.",
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject { ["$schema"] = new JsonObject { ["type"] = "string" }, ["connections"] = Connections(), ["product"] = OfKind(Kind.Product), ["price"] = OfPrice() },
        ["definitions"] = new JsonObject { ["name"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z][A-Za-z0-9_]*$", ["maxLength"] = 200 }, ["path"] = new JsonObject { ["type"] = "string", ["pattern"] = PathPattern, ["maxLength"] = 200 } },
    };

    private static JsonObject Connections() => new()
    {
        ["description"] = "Further connections by their names: each has variables of its own with its name in front (STAGING_STRIPE_SECRET_KEY), and webhooks at /api/staging/stripe/webhook and /api/staging/sanity/webhook.",
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = "^(?!(default|stripe|sanity|webhook)$)[a-z][a-z0-9-]{0,31}$" },
        ["additionalProperties"] = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["config"] = new JsonObject { ["description"] = "The file that holds this connection's mapping (product and price), from the folder of this file. Without it the mapping below is shared.", ["type"] = "string" },
            },
        },
    };

    private static JsonObject Conditions(string description) => new()
    {
        ["description"] = description,
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["pattern"] = PathPattern },
        ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    private static JsonObject OfPrice()
    {
        var price = OfKind(Kind.Price);
        JsonObject Flag(string description) => new() { ["type"] = "boolean", ["description"] = description };
        var limits = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = new JsonObject
            {
                ["factor"] = new JsonObject
                {
                    ["description"] = $"How many times as much, or as little, an amount may become by one change. Usually {new PriceLimits().Factor}; false for any.",
                    ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 1, ["maximum"] = 1_000_000 }, new JsonObject { ["const"] = false }),
                },
                ["zero"] = Flag("Whether a price that becomes free of charge waits. Usually true."),
                ["currency"] = Flag("Whether another currency of a price waits. Usually true."),
            },
        };
        price["properties"]!["embedded"] = new JsonObject
        {
            ["description"] = "The list in product documents whose entries are the prices, where prices are no documents of their own: prices, or shop.prices.",
            ["type"] = "string", ["pattern"] = "^[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)*$", ["maxLength"] = 200,
        };
        price["dependencies"] = new JsonObject
        {
            ["embedded"] = new JsonObject { ["properties"] = new JsonObject(new[] { "only", "except" }.Select(name => KeyValuePair.Create(name, (JsonNode?)false))) },
        };
        price["properties"]!["hold"] = new JsonObject { ["description"] = "Which changes of prices wait for a person; false for none.", ["anyOf"] = new JsonArray(limits, new JsonObject { ["const"] = false }) };
        return price;
    }

    private static JsonObject OfKind(Kind kind) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["only"] = Conditions("Only documents in which these fields have these values are carried; the others are left alone. A field that is not there counts as false."),
            ["except"] = Conditions("Documents in which one of these fields has this value are left alone."),
            ["type"] = With(Name(), "description", $"The document type. Usually {SanitySchema.Default.TypeOf(kind)}."),
            ["fields"] = new JsonObject
            {
                ["type"] = "object",
                ["additionalProperties"] = false,
                ["patternProperties"] = new JsonObject { ["^metadata\\.[^\\[\\]]{1,40}$"] = Key(kind) },
                ["properties"] = new JsonObject(StripeMapping.Lines.Where(line => line.Kind == kind).Select(line => KeyValuePair.Create(line.Name, (JsonNode?)Field(line)))),
            },
        },
    };

    private static JsonObject Field(StripeFieldLine line)
    {
        var (rule, held) = (Policy.Default.Rule(line.Kind, line.Name)!, SanitySchema.Usual(line.Kind, line.Name)!);
        var described = new JsonObject { ["path"] = FieldPath() };
        if (held.Companion is { } companion)
        {
            described["decimal"] = With(FieldPath(), "description", $"Holds what the field itself cannot. Usually {companion}.");
        }

        var directions = MappingLimits.Directions.Where(direction => MappingLimits.Problem(rule with { Direction = direction.Value }) is null).Select(JsonNode (direction) => direction.Word);
        described["direction"] = new JsonObject { ["enum"] = new JsonArray([.. directions]) };
        described["conflict"] = new JsonObject { ["enum"] = new JsonArray([.. MappingLimits.Winners.Select(JsonNode (winner) => winner.Word)]) };
        if (MappingLimits.Forms(held) is { IsEmpty: false } forms)
        {
            described["as"] = new JsonObject { ["description"] = $"The form in which documents hold it. Usually {forms.First(form => form.Value == held.Shape).Word}.", ["enum"] = new JsonArray([.. forms.Select(JsonNode (form) => form.Word)]) };
        }

        if (held.Shape == FieldShape.Images || MappingLimits.Forms(held).Any(form => form.Value == FieldShape.Image))
        {
            JsonObject Pixels() => new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = MappingLimits.MostPixels };
            described["width"] = Pixels();
            described["height"] = Pixels();
            described["format"] = new JsonObject { ["description"] = "What Sanity's picture server makes of uploaded pictures.", ["enum"] = new JsonArray("jpg", "pjpg", "png", "webp") };
        }

        if (held.Shape == FieldShape.Images)
        {
            described["download"] = new JsonObject
            {
                ["description"] = "The hosts from which pictures that somebody sets in Stripe are fetched into Sanity, where documents hold uploaded ones. Needs the direction both or toSanity.",
                ["type"] = "array",
                ["maxItems"] = MappingLimits.MostHosts,
                ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = MappingLimits.HostPattern, ["maxLength"] = MappingLimits.LongestHost },
            };
        }

        var ways = new JsonArray(FieldPath(), new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = described });
        if (!MappingLimits.IsBound(rule))
        {
            ways.Add(new JsonObject { ["const"] = false });
        }

        return new JsonObject { ["description"] = $"Stripe: {line.Limit}. Usually held in {held.Name}, {Travels(rule.Direction).Replace("`", "", StringComparison.Ordinal)}.", ["anyOf"] = ways };
    }

    // The brand is such a key, and has a line of its own.
    private static JsonObject Key(Kind kind)
    {
        var field = Field(StripeMapping.Lines.First(line => line.Name == FieldNames.Brand) with { Kind = Kind.Product });
        field["description"] = $"A key of the {kind.ToString().ToLowerInvariant()}'s metadata in Stripe, in a field of the document.";
        return field;
    }

    private static JsonObject FieldPath() => new() { ["$ref"] = "#/definitions/path" };

    private static JsonObject Name() => new() { ["$ref"] = "#/definitions/name" };

    // Beside a $ref nothing counts in draft 7.
    private static JsonObject With(JsonObject name, string property, string value) => new() { ["allOf"] = new JsonArray(name), [property] = value };

    private static void Same(string name, string text)
    {
        var path = Path.Combine(ConfigurationDocTests.Root(), "docs", name);
        if (Environment.GetEnvironmentVariable("TANDEM_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(text, File.Exists(path) ? File.ReadAllText(path) : "");
    }
}
