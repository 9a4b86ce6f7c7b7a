using System.Collections.Immutable;
using System.Globalization;

namespace Tandem.Sandbox.Sanity;

/// <summary><c>delta::changedAny()</c>, <c>delta::changedOnly()</c> and <c>delta::operation()</c>: what a change touched.</summary>
/// <remarks>Their argument is not a value but a selector: a set of places inside the document before and after.</remarks>
internal static class Selectors
{
    /// <summary>The number of arguments; null when there is no such function.</summary>
    public static (int Fewest, int Most)? Find(string name) => name switch
    {
        "delta::changedAny" or "delta::changedOnly" => (1, 1),
        _ => null,
    };

    /// <summary>What <c>delta::operation()</c> says of a change.</summary>
    public static string? Operation(Value before, Value after) => (before.IsNull, after.IsNull) switch
    {
        (true, true) => null,
        (true, false) => "create",
        (false, true) => "delete",
        _ => "update",
    };

    /// <summary>Calls one of them.</summary>
    public static Value Call(string name, Expr selector, Scope scope) =>
        Value.Of(name == "delta::changedAny" ? ChangedAny(selector, scope) : ChangedOnly(selector, scope));

    private static bool ChangedAny(Expr selector, Scope scope)
    {
        var (before, after) = (scope.Context.Before, scope.Context.After);
        var old = Places(selector, before, scope).ToList();
        var now = Places(selector, after, scope).ToList();
        return old.Count != now.Count || old.Exists(place => !Sameness.Deep(At(before, place), At(after, place)));
    }

    private static bool ChangedOnly(Expr selector, Scope scope)
    {
        var (before, after) = (scope.Context.Before, scope.Context.After);
        var allowed = Places(selector, before, scope).ToList();
        return Differences(before, after, []).All(place => allowed.Exists(prefix => StartsWith(place, prefix)));
    }

    /// <summary>The places that a selector means inside a document.</summary>
    private static IEnumerable<ImmutableArray<string>> Places(Expr selector, Value root, Scope scope)
    {
        switch (selector)
        {
            case Expr.This:
                return [[]];
            case Expr.Group group:
                return Places(group.Base, root, scope);
            case Expr.Tuple tuple:
                return tuple.Members.SelectMany(member => Places(member, root, scope));
            case Expr.Attribute { Base: null } attribute:
                return [[attribute.Name]];
            case Expr.Attribute attribute:
                return Places(attribute.Base!, root, scope).Select(place => place.Add(attribute.Name));
            case Expr.AsArray array:
                return Places(array.Base, root, scope).SelectMany(place => Elements(root, place, static _ => true));
            case Expr.Filter filter:
                return Places(filter.Base, root, scope)
                    .SelectMany(place => Elements(root, place, item => Evaluator.Evaluate(filter.Condition, scope.Nested(item)).IsTrue));
            case Expr.Map map:
                return Places(map.Base, root, scope)
                    .SelectMany(place => Places(map.Inner, At(root, place), scope).Select(inner => place.AddRange(inner)));
            default:
                throw new GroqSyntaxException("invalid selector syntax", 0, 0);
        }
    }

    private static IEnumerable<ImmutableArray<string>> Elements(Value root, ImmutableArray<string> place, Func<Value, bool> isWanted) =>
        At(root, place) is Value.List list
            ? list.Items.Select((item, index) => (item, index)).Where(pair => isWanted(pair.item)).Select(pair => place.Add(Index(pair.index)))
            : [];

    private static Value At(Value root, ImmutableArray<string> place)
    {
        var current = root;
        foreach (var step in place)
        {
            current = current switch
            {
                Value.Map map => map[step],
                Value.List list when int.TryParse(step, CultureInfo.InvariantCulture, out var index) && index < list.Items.Length => list.Items[index],
                _ => Value.Null,
            };
        }

        return current;
    }

    private static IEnumerable<ImmutableArray<string>> Differences(Value before, Value after, ImmutableArray<string> place)
    {
        if (Sameness.Deep(before, after))
        {
            return [];
        }

        return (before, after) switch
        {
            (Value.Map old, Value.Map now) => old.Members.Concat(now.Members).Select(static member => member.Key).Distinct()
                .SelectMany(name => Differences(old[name], now[name], place.Add(name))),
            (Value.List old, Value.List now) when old.Items.Length == now.Items.Length => Enumerable.Range(0, old.Items.Length)
                .SelectMany(index => Differences(old.Items[index], now.Items[index], place.Add(Index(index)))),
            _ => [place],
        };
    }

    private static bool StartsWith(ImmutableArray<string> place, ImmutableArray<string> prefix) =>
        place.Length >= prefix.Length && place.AsSpan()[..prefix.Length].SequenceEqual(prefix.AsSpan());

    private static string Index(int index) => index.ToString(CultureInfo.InvariantCulture);
}
