using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using Tandem.Sanity;
using Tandem.Stripe;

namespace Tandem.Server;

/// <summary>Turns <c>tandem.json</c> into a mapping and collects everything that is wrong in it, each with its path in the file.</summary>
/// <param name="file">The path of the file.</param>
/// <param name="isOfOne">Whether it is the mapping of one connection, which names no others.</param>
internal sealed partial class MappingReader(string file, bool isOfOne = false)
{
    private const int LargestFile = 1024 * 1024;

    // Comments are for people; a name that comes twice is a slip that would hide half of what was meant.
    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly List<SettingsProblem> _problems = [];
    private Policy _policy = Policy.Default;
    private SanitySchema _schema = SanitySchema.Default;

    /// <summary>What is wrong in the file.</summary>
    public IReadOnlyList<SettingsProblem> Problems => _problems;

    /// <summary>The mapping that the file describes; of no worth when there were problems.</summary>
    public Mapping Read()
    {
        try
        {
            if (new FileInfo(file).Length > LargestFile)
            {
                Refuse("", "is larger than 1 MB: it is no mapping.");
                return Mapping.Default;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Json);
            Read(document.RootElement);
        }
        catch (JsonException wrong)
        {
            // The reader's own sentence ends with its path and place, counted from zero.
            var end = wrong.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            Refuse("", $"is no JSON that can be read, in line {wrong.LineNumber + 1}: {(end < 0 ? wrong.Message : wrong.Message[..end])}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Refuse("", "cannot be read; check the path and that this user may.");
        }

        return new Mapping(_policy, _schema);
    }

    private void Read(JsonElement root)
    {
        foreach (var (name, value) in Members(root, ""))
        {
            switch (name)
            {
                case "$schema":
                    break;
                case "product":
                    ReadKind(Kind.Product, value, name);
                    break;
                case "price":
                    ReadKind(Kind.Price, value, name);
                    break;
                case "connections" when !isOfOne:
                    Connections = [.. ReadConnections(value, name)];
                    break;
                case "connections":
                    Refuse(name, $"belongs into {Mapping.FileName}: this file is the mapping of one connection.");
                    break;
                default:
                    Refuse(name, $"is not known here; {(isOfOne ? "product and price" : "product, price and connections")} are.");
                    break;
            }
        }

        if (_problems.Count == 0)
        {
            Embed();
            CheckPlaces(Kind.Product, _embedded is null ? [SanitySchema.ProductMirror, SanitySchema.ProductPrices] : [SanitySchema.ProductMirror]);
            CheckPlaces(Kind.Price, _embedded is null ? [SanitySchema.PriceMirror, SanitySchema.PriceProduct] : [SanitySchema.PriceMirror]);
            foreach (var problem in _schema.Problems())
            {
                Refuse("", problem);
            }
        }
    }

    private void ReadKind(Kind kind, JsonElement described, string path)
    {
        foreach (var (name, value) in Members(described, path))
        {
            var place = $"{path}.{name}";
            switch (name)
            {
                case "type" when Name(value, place) is { } type:
                    _schema = kind == Kind.Product ? _schema with { ProductType = type } : _schema with { PriceType = type };
                    _priceType = kind == Kind.Price ? type : _priceType;
                    break;
                case "type":
                    break;
                case "fields":
                    foreach (var (field, how) in Members(value, place))
                    {
                        ReadField(kind, field, how, $"{place}.{field}");
                    }

                    break;
                case "only" or "except":
                    _schema = _schema with { Conditions = [.. _schema.Conditions, .. Conditions(kind, value, place, isException: name == "except")] };
                    break;
                case "embedded" when kind == Kind.Price:
                    _embedded = Embedded(described, value, place);
                    break;
                case "hold" when kind == Kind.Price:
                    _policy = _policy with { Limits = Limits(value, place) };
                    break;
                default:
                    Refuse(place, $"is not known here; type, fields, {(kind == Kind.Price ? "embedded, only, except and hold" : "only and except")} are.");
                    break;
            }
        }
    }

    private void ReadField(Kind kind, string field, JsonElement how, string path)
    {
        // Any key of the metadata is a field.
        var rule = _policy.Rule(kind, field) ?? (FieldNames.KeyOf(field) is not null ? new FieldRule(kind, field) : null);
        if (rule is null || SanitySchema.Usual(kind, field) is not { } usual)
        {
            Refuse(path, $"is no field of a {Word(kind)}; these are: {string.Join(", ", _policy.Rules.Where(known => known.Kind == kind).Select(known => known.Field))}, and metadata.… for any key of the metadata.");
            return;
        }

        // Naming a field that is off by itself switches it on.
        var held = usual;
        rule = rule.Direction == Direction.Off ? rule with { Direction = Direction.Both } : rule;
        switch (how.ValueKind)
        {
            case JsonValueKind.False:
                rule = rule with { Direction = Direction.Off };
                break;
            case JsonValueKind.String:
                held = held with { Name = FieldPath(how, path) ?? held.Name };
                break;
            case JsonValueKind.Object:
                (rule, held) = Describe(rule, held, how, path);
                break;
            default:
                Refuse(path, "must be the name of the document's field, false to leave the field alone, or an object with path, direction and conflict.");
                break;
        }

        if (MappingLimits.Problem(rule) is { } problem)
        {
            Refuse(path, problem);
        }

        var isKnown = Policy.Default.Rule(kind, field) is not null;
        if (!isKnown && KeyProblem(field, held, rule) is { } wrong)
        {
            Refuse(path, wrong);
        }

        var place = rule.Direction == Direction.Off || (isKnown && held.Name == usual.Name && held.Companion == usual.Companion && held.Shape == usual.Shape)
            ? ""
            : string.Join(' ', new[] { held.Name, held.Companion, held.Shape == usual.Shape ? null : $"as {held.Shape}" }.OfType<string>());
        _policy = _policy with { Rules = [.. _policy.Rules.Where(known => known.Kind != kind || known.Field != field), rule with { Place = place }] };

        // What documents hold in a field that is left alone is nobody's business: not even whether it could travel.
        var fields = _schema.Fields.RemoveAll(known => known.Kind == kind && known.Field == field);
        _schema = _schema with { Fields = rule.Direction == Direction.Off ? fields : fields.Add(held) };
    }

    private static string? KeyProblem(string field, SanityField held, FieldRule rule) => StripeMetadata.Problem(FieldNames.KeyOf(field)!)
        ?? (held.Name.Length == 0 && rule.Direction != Direction.Off ? "needs the name of the document's field: the key itself cannot be one." : null);

    private (FieldRule Rule, SanityField Held) Describe(FieldRule rule, SanityField held, JsonElement how, string path)
    {
        // What can be said beside depends on the form.
        foreach (var (name, value) in Members(how, path).OrderBy(member => member.Name != "as"))
        {
            var place = $"{path}.{name}";
            switch (name)
            {
                case "path":
                    held = held with { Name = FieldPath(value, place) ?? held.Name };
                    break;
                case "decimal" when held.Companion is not null:
                    held = held with { Companion = FieldPath(value, place) ?? held.Companion };
                    break;
                case "as" when MappingLimits.Forms(held) is { IsEmpty: false } forms:
                    held = held with { Shape = Choice(value, place, forms, held.Shape) };
                    break;
                case "width" or "height" or "format" when held.Shape is FieldShape.Images or FieldShape.Image:
                    held = held with { Rendition = Rendition(held.Rendition, name, value, place) };
                    break;
                case "download" when held.Shape is FieldShape.Images:
                    held = held with { Downloads = Hosts(value, place) };
                    break;
                case "direction":
                    rule = rule with { Direction = Choice(value, place, MappingLimits.Directions, rule.Direction) };
                    break;
                case "conflict":
                    rule = rule with { Winner = Choice(value, place, MappingLimits.Winners, rule.Winner) };
                    break;
                default:
                    Refuse(place, $"is not known here; path, direction and conflict are{MappingLimits.More(held)}.");
                    break;
            }
        }

        // What travels one way is decided where it comes from, so that an edit on the other side is put back.
        if (rule.Direction == Direction.ToSanity && !how.TryGetProperty("conflict", out _))
        {
            rule = rule with { Winner = Winner.Stripe };
        }

        if (held.Downloads is not null && rule.Direction is Direction.ToStripe or Direction.Off)
        {
            Refuse($"{path}.download", "brings pictures into documents: give the field the direction \"both\" or \"toSanity\" as well.");
        }

        return (rule, held.Shape == FieldShape.MajorAmount ? held with { Companion = null, Missing = "Give the price an amount, such as 19.99." } : held);
    }

    // Two fields in one place would overwrite each other, and so would a field and what is ours there.
    private void CheckPlaces(Kind kind, ImmutableArray<string> taken)
    {
        var places = _schema.Of(kind)
            .SelectMany(field => new[] { field.Name, field.Companion }.OfType<string>().Select(place => (place, field.Field)))
            .Concat(taken.Add(SanitySchema.Flag).Select(place => (place, Field: "Tandem itself")))
            .Concat(kind == Kind.Product && _embedded is { } list ? [(place: list, Field: "price.embedded")] : Array.Empty<(string place, string Field)>()).ToList();
        foreach (var (place, fields) in places.GroupBy(entry => entry.place, entry => entry.Field).Where(group => group.Count() > 1).Select(group => (group.Key, group)))
        {
            Refuse($"{Word(kind)}.fields", $"let {string.Join(" and ", fields)} use the same field \"{place}\" of the document: give each its own.");
        }

        foreach (var (outer, inner) in places.SelectMany(_ => places, (outer, inner) => (outer, inner)).Where(pair => pair.outer.place.Length < pair.inner.place.Length && SanitySchema.Overlap(pair.outer.place, pair.inner.place)))
        {
            Refuse($"{Word(kind)}.fields", $"let {inner.Field} lie inside of \"{outer.place}\", which {outer.Field} uses: give each its own.");
        }
    }

    private string? FieldPath(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 200 } held && SanitySchema.IsPath(held))
        {
            return held;
        }

        Refuse(path, "must lead to a field as the Studio allows them: names of letters, digits and underscores, as in title, seo.title, title.en or title[en].value.");
        return null;
    }

    private string? Name(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 200 } name && SanitySchema.IsName(name) && name[0] != '_')
        {
            return name;
        }

        Refuse(path, "must be a name that the Studio allows: letters, digits and underscores, beginning with a letter.");
        return null;
    }

    private IEnumerable<(string Name, JsonElement Value)> Members(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            return element.EnumerateObject().Select(member => (member.Name, member.Value));
        }

        Refuse(path, "must be an object in braces.");
        return [];
    }

    private void Refuse(string place, string text)
    {
        var name = Path.GetFileName(file);
        _problems.Add(new SettingsProblem(place.Length == 0 ? name : $"{name}: {place}", text) { IsInMapping = true });
    }

    private static string Word(Kind kind) => kind == Kind.Product ? "product" : "price";
}
