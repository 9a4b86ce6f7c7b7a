using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tandem.Sandbox;

/// <summary>A parsed search query: clauses joined by all AND or all OR.</summary>
internal sealed partial class StripeSearchQuery
{
    private readonly List<Func<JsonObject, bool>> _clauses = [];
    private bool _isAny;

    private StripeSearchQuery()
    {
    }

    public static StripeSearchQuery Parse(string text, string[] fields)
    {
        var query = new StripeSearchQuery();
        var (rest, first) = (text.Trim(), true);
        while (rest.Length > 0 || first)
        {
            var clause = Clause().Match(rest);
            if (!clause.Success || Array.IndexOf(fields, clause.Groups["field"].Value) < 0)
            {
                throw StripeErrors.Invalid($"We were unable to parse your search query at: {rest}", "query");
            }

            query._clauses.Add(Test(clause));
            rest = rest[clause.Length..];
            var joint = Joint().Match(rest);
            rest = rest[joint.Length..];
            var isAny = joint.Value.Trim().Equals("OR", StringComparison.OrdinalIgnoreCase);
            if (!first && joint.Value.Trim().Length > 0 && isAny != query._isAny)
            {
                throw StripeErrors.Invalid("You can't combine AND and OR in one search query.", "query");
            }

            query._isAny = first ? isAny : query._isAny;
            first = false;
        }

        return query;
    }

    public bool Matches(JsonObject item) => _isAny ? _clauses.Any(clause => clause(item)) : _clauses.All(clause => clause(item));

    private static Func<JsonObject, bool> Test(Match clause)
    {
        var (field, key, mark) = (clause.Groups["field"].Value, clause.Groups["key"], clause.Groups["mark"].Value);
        var isNegated = clause.Groups["not"].Success;
        var value = clause.Groups["null"].Success ? null : Unquoted(clause.Groups["value"].Value);
        return item =>
        {
            var node = key.Success ? item[field]?[Unquoted(key.Value)] : item[field];
            return Compare(Text(node), mark, value) != isNegated;
        };
    }

    private static bool Compare(string? actual, string mark, string? asked)
    {
        if (actual is null || asked is null)
        {
            return mark == ":" && actual is null && asked is null;
        }

        return mark switch
        {
            ":" => string.Equals(actual, asked, StringComparison.OrdinalIgnoreCase),
            "~" => actual.Contains(asked, StringComparison.OrdinalIgnoreCase),
            _ => Ordered(actual, mark, asked),
        };
    }

    private static bool Ordered(string actual, string mark, string asked) =>
        decimal.TryParse(actual, CultureInfo.InvariantCulture, out var left) && decimal.TryParse(asked, CultureInfo.InvariantCulture, out var right)
        && mark switch { ">" => left > right, ">=" => left >= right, "<" => left < right, _ => left <= right };

    private static string? Text(JsonNode? node) => node?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => node.GetValue<string>(),
        _ => node.ToJsonString(),
    };

    private static string Unquoted(string text) => text.Length >= 2 && text[0] is '\'' or '"'
        ? text[1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal)
        : text;

    [GeneratedRegex("""^(?<not>-)?(?<field>[a-z_]+)(\[(?<key>'[^']*'|"[^"]*")\])?\s*(?<mark>>=|<=|[:~><])\s*((?<null>null)|(?<value>'(\\'|[^'])*'|"(\\"|[^"])*"|[0-9.]+))""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clause();

    [GeneratedRegex("""^(\s+(AND|OR)\s+|\s*)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Joint();
}
