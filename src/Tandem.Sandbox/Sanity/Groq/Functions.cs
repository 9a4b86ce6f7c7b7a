using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Sandbox.Sanity;

/// <summary>The functions of GROQ that look at values.</summary>
internal static partial class Functions
{
    private static readonly FrozenDictionary<string, Function> Known = Table().ToFrozenDictionary();

    private delegate Value Body(ImmutableArray<Value> arguments, Scope scope);

    /// <summary>The fewest and the most arguments of a function; null when there is no such function.</summary>
    public static (int Fewest, int Most)? Find(string name) =>
        name == "coalesce" ? (0, int.MaxValue) : Known.TryGetValue(name, out var known) ? (known.Fewest, known.Most) : null;

    /// <summary>Calls a function.</summary>
    public static Value Call(string name, ImmutableArray<Expr> arguments, Scope scope)
    {
        if (name == "coalesce")
        {
            return arguments.Select(argument => Evaluator.Evaluate(argument, scope)).FirstOrDefault(static value => !value.IsNull, Value.Null);
        }

        return Known[name].Body([.. arguments.Select(argument => Evaluator.Evaluate(argument, scope))], scope);
    }

    private static Dictionary<string, Function> Table() => new()
    {
        ["count"] = new(1, 1, static (a, _) => a[0] is Value.List list ? Value.Of(list.Items.Length) : Value.Null),
        ["defined"] = new(1, 1, static (a, _) => Value.Of(!a[0].IsNull)),
        ["length"] = new(1, 1, static (a, _) => Length(a[0])),
        ["lower"] = new(1, 1, static (a, _) => Value.Of(a[0].Characters?.ToLowerInvariant())),
        ["upper"] = new(1, 1, static (a, _) => Value.Of(a[0].Characters?.ToUpperInvariant())),
        ["string"] = new(1, 1, static (a, _) => Value.Of(Printed(a[0]))),
        ["round"] = new(1, 2, static (a, _) => Round(a)),
        ["now"] = new(0, 0, static (_, scope) => Value.Of(scope.Context.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))),
        ["dateTime"] = new(1, 1, static (a, _) => Moment(a[0])),
        ["dateTime::now"] = new(0, 0, static (_, scope) => new Value.Moment(scope.Context.Now)),
        ["delta::operation"] = new(0, 0, static (_, scope) => Value.Of(Selectors.Operation(scope.Context.Before, scope.Context.After))),
        ["identity"] = new(0, 0, static (_, scope) => Value.Of(scope.Context.Identity)),
        ["path"] = new(1, 1, static (a, _) => a[0] is Value.Text text ? new Value.IdPattern(text.Content) : Value.Null),
        ["references"] = new(1, int.MaxValue, static (a, scope) => References(a, scope.Value)),
        ["string::lower"] = new(1, 1, static (a, _) => Value.Of(a[0].Characters?.ToLowerInvariant())),
        ["string::upper"] = new(1, 1, static (a, _) => Value.Of(a[0].Characters?.ToUpperInvariant())),
        ["string::startsWith"] = new(2, 2, static (a, _) => a is [Value.Text text, Value.Text start]
            ? Value.Of(text.Content.StartsWith(start.Content, StringComparison.Ordinal))
            : Value.Null),
        ["string::split"] = new(2, 2, static (a, _) => Split(a[0], a[1])),
        ["array::join"] = new(2, 2, static (a, _) => JoinOf(a[0], a[1])),
        ["array::compact"] = new(1, 1, static (a, _) => a[0] is Value.List list ? Value.Of(list.Items.Where(static item => !item.IsNull)) : Value.Null),
        ["array::unique"] = new(1, 1, static (a, _) => Unique(a[0])),
        ["array::intersects"] = new(2, 2, static (a, _) => a is [Value.List left, Value.List right]
            ? Value.Of(left.Items.Any(item => right.Items.Any(other => Sameness.Equal(item, other))))
            : Value.Null),
        ["math::sum"] = new(1, 1, static (a, _) => Numbers(a[0], static numbers => numbers.Sum())),
        ["math::min"] = new(1, 1, static (a, _) => Numbers(a[0], static numbers => numbers.DefaultIfEmpty(double.NaN).Min())),
        ["math::max"] = new(1, 1, static (a, _) => Numbers(a[0], static numbers => numbers.DefaultIfEmpty(double.NaN).Max())),
        ["math::avg"] = new(1, 1, static (a, _) => Numbers(a[0], static numbers => numbers.DefaultIfEmpty(double.NaN).Average())),
        ["pt::text"] = new(1, 1, static (a, _) => PortableText.Of(a[0])),
        ["sanity::projectId"] = new(0, 0, static (_, scope) => Value.Of(scope.Context.ProjectId)),
        ["sanity::dataset"] = new(0, 0, static (_, scope) => Value.Of(scope.Context.Dataset)),
        ["sanity::versionOf"] = new(1, 1, static (a, scope) => AboutId(a[0], scope, static (id, given) => DocumentId.Published(id) == given)),
        ["sanity::partOfRelease"] = new(1, 1, static (a, scope) => AboutId(a[0], scope, static (id, given) => DocumentId.Release(id) == given)),
        ["text::query"] = new(1, 1, static (a, _) => a[0] is Value.Text text ? new Value.Search(text.Content) : Value.Null),
    };

    private static Value Length(Value value) => value switch
    {
        Value.Text text => Value.Of(text.Content.EnumerateRunes().Count()),
        Value.List list => Value.Of(list.Items.Length),
        _ => Value.Null,
    };

    private static string? Printed(Value value) => value switch
    {
        Value.Text text => text.Content,
        Value.Flag flag => flag.Is ? "true" : "false",
        Value.Number number => ValueJson.Text(number),
        Value.Moment moment => ValueJson.Text(moment.At),
        _ => null,
    };

    private static Value Round(ImmutableArray<Value> arguments)
    {
        if (arguments[0] is not Value.Number number)
        {
            return Value.Null;
        }

        var digits = arguments.Length == 1 ? 0 : arguments[1] is Value.Number { Amount: >= 0 and <= 15 } given && double.IsInteger(given.Amount) ? (int)given.Amount : -1;
        return digits < 0 ? Value.Null : Value.Of(Math.Round(number.Amount, digits, MidpointRounding.AwayFromZero));
    }

    private static Value Moment(Value value) => value switch
    {
        Value.Moment => value,
        Value.Text text when Rfc3339().IsMatch(text.Content) && DateTimeOffset.TryParse(text.Content, CultureInfo.InvariantCulture, out var at) => new Value.Moment(at),
        _ => Value.Null,
    };

    private static Value References(ImmutableArray<Value> arguments, Value document)
    {
        var ids = arguments
            .SelectMany(static argument => argument is Value.List list ? list.Items : [argument])
            .OfType<Value.Text>()
            .Select(static text => text.Content)
            .ToHashSet();
        return Value.Of(Sanity.References.All(document).Any(reference => ids.Contains(reference.To)));
    }

    private static Value Split(Value text, Value separator) => (text, separator) switch
    {
        (Value.Text { Content.Length: 0 }, Value.Text) => Value.List.Empty,
        (Value.Text a, Value.Text { Content.Length: 0 }) => Value.Of(a.Content.EnumerateRunes().Select(static rune => Value.Of(rune.ToString()))),
        (Value.Text a, Value.Text b) => Value.Of(a.Content.Split(b.Content).Select(static part => Value.Of(part))),
        _ => Value.Null,
    };

    private static Value JoinOf(Value list, Value separator)
    {
        if (list is not Value.List items || separator is not Value.Text text)
        {
            return Value.Null;
        }

        var parts = items.Items.Select(Printed).ToList();
        return parts.Contains(null) ? Value.Null : Value.Of(string.Join(text.Content, parts));
    }

    private static Value Unique(Value list)
    {
        if (list is not Value.List items)
        {
            return Value.Null;
        }

        var kept = new List<Value>();
        foreach (var item in items.Items)
        {
            if (!kept.Exists(other => !other.IsNull && Sameness.Equal(item, other)))
            {
                kept.Add(item);
            }
        }

        return Value.Of(kept);
    }

    private static Value Numbers(Value list, Func<IEnumerable<double>, double> calculate) =>
        list is Value.List items && items.Items.All(static item => item is Value.Number or Value.Nothing)
            ? Value.Of(calculate(items.Items.OfType<Value.Number>().Select(static number => number.Amount)))
            : Value.Null;

    private static Value AboutId(Value argument, Scope scope, Func<string, string, bool> holds) =>
        argument is Value.Text given && scope.Value is Value.Map document && document["_id"] is Value.Text id
            ? Value.Of(holds(id.Content, given.Content))
            : Value.Null;

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|([-+]\d{2}:\d{2}))$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Rfc3339();

    private sealed record Function(int Fewest, int Most, Body Body);
}
