using System.Globalization;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Reads a form against a parameter table into typed values; a cleared parameter is present and null.</summary>
/// <remarks>Everything it refuses is a validation error, which Stripe does not keep under an idempotency key.</remarks>
internal static class StripeReader
{
    private static readonly StripeParameter[] Bounds =
    [
        new("gt", StripeKind.Integer), new("gte", StripeKind.Integer), new("lt", StripeKind.Integer), new("lte", StripeKind.Integer),
    ];

    public static JsonObject Read(IReadOnlyList<StripeParameter> parameters, StripeForm form)
    {
        RefuseUnknown(parameters, form, "");
        return Group(parameters, form, "");
    }

    /// <summary>A number in its shortest form: no trailing zeros, no exponent.</summary>
    public static string Canonical(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Ruby's strip, which Stripe trims with.</summary>
    public static string Strip(string text) => text.Trim('\t', '\n', '\v', '\f', '\r', ' ', '\0');

    private static void RefuseUnknown(IReadOnlyList<StripeParameter> parameters, StripeForm form, string path)
    {
        var unknown = form.Fields.Where(field => parameters.All(known => known.Name != field.Key)).Select(field => Join(path, field.Key)).ToList();
        if (unknown.Count > 0)
        {
            throw StripeErrors.Unknown(unknown);
        }
    }

    private static JsonObject Group(IReadOnlyList<StripeParameter> parameters, StripeForm form, string path)
    {
        var values = new JsonObject();
        foreach (var (name, field) in form.Fields)
        {
            var parameter = parameters.First(known => known.Name == name);
            values[name] = Value(parameter, field, Join(path, name));
        }

        foreach (var required in parameters.Where(parameter => parameter.Required && !values.ContainsKey(parameter.Name)))
        {
            throw StripeErrors.MissingParameter(Join(path, required.Name));
        }

        return values;
    }

    private static JsonNode? Value(StripeParameter parameter, StripeForm form, string path)
    {
        // Assumed: a text of nothing but white space counts as empty, since it is trimmed away.
        var text = parameter.Kind is StripeKind.Trimmed && form.Text is { } untrimmed ? Strip(untrimmed) : form.Text;
        if (text is { Length: 0 })
        {
            return parameter.Clearable ? null : throw StripeErrors.Empty(path);
        }

        return parameter.Kind switch
        {
            StripeKind.Group => Nested(parameter.Fields, form, path),
            StripeKind.List => Items(parameter, form, path),
            StripeKind.Map => Entries(parameter.Item!, form, path),
            StripeKind.Metadata => Metadata(form, path),
            StripeKind.Range => Range(form, path),
            _ => Scalar(parameter, text ?? throw StripeErrors.Invalid($"Invalid string: {path}", path), path),
        };
    }

    private static JsonObject Nested(StripeParameter[] fields, StripeForm form, string path)
    {
        if (!form.IsGroup)
        {
            throw StripeErrors.Invalid("Invalid object", path);
        }

        RefuseUnknown(fields, form, path);
        return Group(fields, form, path);
    }

    private static JsonArray Items(StripeParameter list, StripeForm form, string path)
    {
        if (!form.IsGroup || form.Fields.Any(field => !int.TryParse(field.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            throw StripeErrors.Invalid("Invalid array", path);
        }

        if (form.Fields.Count > list.MaxItems)
        {
            // Assumed text: the limits themselves are documented.
            throw StripeErrors.Invalid($"You may only specify up to {list.MaxItems} {list.Name}.", path);
        }

        return [.. form.Fields
            .OrderBy(field => int.Parse(field.Key, CultureInfo.InvariantCulture))
            .Select((field, index) => Value(list.Item!, field.Value, $"{path}[{index}]"))];
    }

    private static JsonObject Entries(StripeParameter item, StripeForm form, string path)
    {
        if (!form.IsGroup)
        {
            throw StripeErrors.Invalid("Invalid object", path);
        }

        var map = new JsonObject();
        foreach (var (key, value) in form.Fields)
        {
            map[key.ToLowerInvariant()] = Value(item, value, $"{path}[{key}]");
        }

        return map;
    }

    private static JsonObject Metadata(StripeForm form, string path)
    {
        if (!form.IsGroup)
        {
            throw StripeErrors.Invalid("Invalid object", path);
        }

        var map = new JsonObject();
        foreach (var (key, value) in form.Fields)
        {
            var text = value.Text ?? throw StripeErrors.Invalid($"Invalid string: {path}[{key}]", $"{path}[{key}]");
            if (key.Length > 40)
            {
                throw StripeErrors.Invalid(
                    $"Metadata keys can have up to 40 characters, but you passed in a key that is {key.Length} characters. Invalid key: {key}", path);
            }

            if (text.Length > 500)
            {
                throw StripeErrors.Invalid(
                    $"Metadata values can have up to 500 characters, but you passed in a value that is {text.Length} characters. Invalid value: {text}", $"{path}[{key}]");
            }

            map[key] = text;
        }

        return map;
    }

    private static JsonObject Range(StripeForm form, string path)
    {
        if (form.Text is { } exact)
        {
            return new JsonObject { ["gte"] = Integer(exact, path, 0), ["lte"] = Integer(exact, path, 0) };
        }

        return Nested(Bounds, form, path);
    }

    private static JsonNode Scalar(StripeParameter parameter, string text, string path) => parameter.Kind switch
    {
        StripeKind.Text or StripeKind.Trimmed => Limited(text, parameter, path),
        StripeKind.Url => Url(text, parameter, path),
        StripeKind.Integer => Integer(text, path, parameter.Least),
        StripeKind.Decimal => Decimal(text, parameter, path),
        StripeKind.Boolean => text switch
        {
            "true" => true,
            "false" => false,
            _ => throw StripeErrors.Invalid($"Invalid boolean: {text}", path),
        },
        StripeKind.Choice => Array.IndexOf(parameter.Choices, text) >= 0
            ? text
            : throw StripeErrors.Invalid($"Invalid {path}: must be one of {Listed(parameter.Choices)}", path),
        StripeKind.UpTo => text == "inf" ? text : Integer(text, path, 1),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Limited(string text, StripeParameter parameter, string path) => text.Length <= parameter.MaxLength
        ? text
        : throw StripeErrors.Invalid($"Invalid string: {text[..4]}...{text[^4..]}; must be at most {parameter.MaxLength} characters", path);

    private static string Url(string text, StripeParameter parameter, string path) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && text.Length <= parameter.MaxLength
            ? text
            : throw StripeErrors.Invalid("Not a valid URL", path, "url_invalid");

    private static long Integer(string text, string path, long least)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            throw StripeErrors.Integer(text, path);
        }

        return value >= least
            ? value
            : throw StripeErrors.Invalid(
                least == 0 ? "Invalid non-negative integer" : $"This value must be greater than or equal to {least}.", path, "parameter_invalid_integer");
    }

    private static decimal Decimal(string text, StripeParameter parameter, string path)
    {
        const NumberStyles Plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var places = point < 0 ? 0 : text.TrimEnd('0').Length - point - 1;
        if (!decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var value) || places > parameter.Places)
        {
            throw StripeErrors.Invalid($"Invalid decimal: {text}; must contain at most {parameter.Places} decimal places.", path);
        }

        return value >= 0 ? value : throw StripeErrors.Invalid("Invalid non-negative decimal", path);
    }

    private static string Listed(string[] words) => words.Length == 2
        ? $"{words[0]} or {words[1]}"
        : $"{string.Join(", ", words[..^1])}, or {words[^1]}";

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}[{name}]";
}
