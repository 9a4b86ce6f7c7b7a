using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>Changes a value at every place that a path selects.</summary>
/// <param name="Change">Gives the new value for the old one (null: absent); null removes the place.</param>
/// <param name="Creates">Whether absent attributes on the way are created, as the official mutator does for <c>set</c> and <c>setIfMissing</c>.</param>
internal sealed record PathEdit(Func<Value?, Value?> Change, bool Creates)
{
    /// <summary>Whether elements of arrays are left alone, as <c>setIfMissing</c> does.</summary>
    public bool SkipsElements { get; init; }

    /// <summary>The value with the edit made.</summary>
    public Value Apply(Value target, ImmutableArray<PathStep> path) => At(target, path.AsSpan());

    /// <summary>The elements of a list that a step selects, ascending.</summary>
    public static IEnumerable<int> Selected(Value.List list, PathStep step)
    {
        var length = list.Items.Length;
        return step switch
        {
            PathStep.Index index => [index.At < 0 ? length + index.At : index.At],
            PathStep.Range range => Enumerable.Range(0, length).Where(at => at >= Bound(range.From ?? 0, length) && at < Bound(range.To ?? length, length)),
            PathStep.Where where => Enumerable.Range(0, length).Where(at => Holds(list.Items[at], where)),
            PathStep.Union union => union.Members.SelectMany(member => Selected(list, member)).Distinct().Order(),
            _ => [],
        };
    }

    private Value At(Value target, ReadOnlySpan<PathStep> path) => path[0] switch
    {
        PathStep.Deep => Everywhere(target, path[1..]),
        PathStep.Attribute attribute => Named(target, attribute.Name, path),
        PathStep.Union union when target is Value.Map => union.Members.OfType<PathStep.Attribute>().Aggregate(target, Named(path)),
        _ when target is Value.List list => Elements(list, path),
        _ => target,
    };

    private Func<Value, PathStep.Attribute, Value> Named(ReadOnlySpan<PathStep> path)
    {
        var rest = path.ToArray();
        return (target, attribute) => Named(target, attribute.Name, rest);
    }

    private Value Named(Value target, string name, ReadOnlySpan<PathStep> path)
    {
        if (target is not Value.Map map)
        {
            if (!Creates || target is Value.List)
            {
                return target;
            }

            map = Value.Map.Empty;
        }

        var old = map.Find(name);
        if (path.Length > 1 && old is null && !Creates)
        {
            return target;
        }

        var changed = path.Length == 1 ? Change(old) : At(old ?? Value.Map.Empty, path[1..]);
        return changed is null ? map.Without(name) : map.With(name, changed);
    }

    private Value.List Elements(Value.List list, ReadOnlySpan<PathStep> path)
    {
        if (path.Length == 1 && SkipsElements)
        {
            return list;
        }

        var items = list.Items;
        foreach (var at in Selected(list, path[0]).Reverse())
        {
            if (at < 0 || at > items.Length || (at == items.Length && path.Length > 1))
            {
                continue;
            }

            var old = at < items.Length ? items[at] : null;
            var changed = path.Length == 1 ? Change(old) : At(old!, path[1..]);
            items = (old, changed) switch
            {
                (null, null) => items,
                (null, not null) => Creates ? items.Add(changed) : items,
                (_, null) => items.RemoveAt(at),
                _ => items.SetItem(at, changed),
            };
        }

        return new Value.List(items);
    }

    private Value Everywhere(Value target, ReadOnlySpan<PathStep> rest)
    {
        var existing = new PathEdit(Change, Creates: false) { SkipsElements = SkipsElements };
        var steps = rest.ToArray();
        var inside = target switch
        {
            Value.Map map => new Value.Map([.. map.Members.Select(member => KeyValuePair.Create(member.Key, Everywhere(member.Value, steps)))]),
            Value.List list => new Value.List([.. list.Items.Select(item => Everywhere(item, steps))]),
            _ => target,
        };
        var isThere = inside is Value.List || (inside is Value.Map here && steps[0] is PathStep.Attribute attribute && here.Find(attribute.Name) is not null);
        return isThere ? existing.At(inside, steps) : inside;
    }

    private static int Bound(int index, int length) => index < 0 ? length + index : index;

    private static bool Holds(Value item, PathStep.Where where)
    {
        var actual = where.Field.Aggregate(item, static (value, name) => value is Value.Map map ? map[name] : Value.Null);
        return Operators.Apply(where.Operator, actual, where.Literal).IsTrue;
    }
}
