using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>Evaluates GROQ.</summary>
internal static class Evaluator
{
    /// <summary>The value of a query.</summary>
    public static Value Evaluate(Expr query, QueryContext context) => Evaluate(query, new Scope(context, Value.Null, null, IsHidden: false));

    /// <summary>The value of a filter or projection that looks at one document.</summary>
    public static Value Evaluate(Expr query, QueryContext context, Value root) =>
        Evaluate(query, new Scope(context, root, null, IsHidden: false));

    /// <summary>Whether a filter that looks at one document holds; one that cannot be evaluated does not.</summary>
    public static bool Holds(Expr filter, QueryContext context, Value root)
    {
        try
        {
            return Evaluate(filter, context, root).IsTrue;
        }
        catch (GroqSyntaxException)
        {
            return false;
        }
    }

    /// <summary>The value of an expression in a scope.</summary>
    public static Value Evaluate(Expr node, Scope scope) => node switch
    {
        Expr.Constant constant => constant.Value,
        Expr.This => scope.Value,
        Expr.Attribute { Base: null } attribute => AttributeOf(scope.Value, attribute.Name),
        Expr.Attribute attribute => AttributeOf(Evaluate(attribute.Base, scope), attribute.Name),
        Expr.Everything => scope.Context.Everything,
        Expr.Parent parent => ParentOf(scope, parent.Levels),
        Expr.Change change => change.IsAfter ? scope.Context.After : scope.Context.Before,
        Expr.Group group => Evaluate(group.Base, scope),
        Expr.And and => Both(Evaluate(and.Left, scope), and.Right, scope),
        Expr.Or or => Either(Evaluate(or.Left, scope), or.Right, scope),
        Expr.Not not => Evaluate(not.Base, scope) is Value.Flag flag ? Value.Of(!flag.Is) : Value.Null,
        Expr.Signed signed => Evaluate(signed.Base, scope) is Value.Number number
            ? Value.Of(signed.IsNegative ? -number.Amount : number.Amount)
            : Value.Null,
        Expr.Operation operation => Operators.Apply(operation.Operator, Evaluate(operation.Left, scope), Evaluate(operation.Right, scope)),
        Expr.InRange range => InRange(range, scope),
        Expr.Select select => Selected(select, scope),
        Expr.Array array => ArrayOf(array, scope),
        Expr.Object shape => ObjectOf(shape, scope),
        Expr.Call call => Selectors.Find(call.Name) is null
            ? Functions.Call(call.Name, call.Arguments, scope)
            : Selectors.Call(call.Name, call.Arguments[0], scope),
        Expr.Filter or Expr.Slice or Expr.Element or Expr.Map or Expr.FlatMap or Expr.AsArray or Expr.Order or Expr.Score => OfList(node, scope),
        Expr.Projection projection => Evaluate(projection.Base, scope) is Value.Map map
            ? Evaluate(projection.Shape, scope.Nested(map))
            : Value.Null,
        Expr.Deref deref => AttributeOf(Evaluate(deref.Base, scope), "_ref").Characters is { } id ? scope.Context.Dereference(id) : Value.Null,
        Expr.Pair => throw new GroqSyntaxException("unexpected =>", 0, 0),
        Expr.Boost => throw new GroqSyntaxException("boost() is a term of score() and nothing else", 0, 0),
        _ => throw new GroqSyntaxException("tuples can not be evaluated", 0, 0),
    };

    private static Value OfList(Expr node, Scope scope)
    {
        if (Narrowing.Of(node, scope) is { } found)
        {
            return found;
        }

        var origin = Evaluate(BaseOf(node), scope);
        if (origin is not Value.List list)
        {
            // Where sub-queries are not allowed they silently are false, whatever is asked of them.
            return origin is Value.Flag && ReferenceEquals(origin, scope.Context.Everything) ? origin : Value.Null;
        }

        var items = list.Items;
        return node switch
        {
            Expr.Filter filter => new Value.List([.. items.Where(item => Evaluate(filter.Condition, scope.Nested(item)).IsTrue)]),
            Expr.Slice slice => Sliced(items, slice),
            Expr.Element element => ElementOf(items, element.Index),
            Expr.Map map => new Value.List([.. items.Select(item => Evaluate(map.Inner, scope.Hidden(item)))]),
            Expr.FlatMap map => new Value.List([.. items.SelectMany(item => Flat(Evaluate(map.Inner, scope.Hidden(item))))]),
            Expr.Order order => Ordered(items, order.By, scope),
            Expr.Score score => Scoring.Scored(items, score.Terms, scope),
            _ => list,
        };
    }

    private static Expr BaseOf(Expr node) => node switch
    {
        Expr.Filter filter => filter.Base,
        Expr.Slice slice => slice.Base,
        Expr.Element element => element.Base,
        Expr.Map map => map.Base,
        Expr.FlatMap map => map.Base,
        Expr.Order order => order.Base,
        Expr.Score score => score.Base,
        _ => ((Expr.AsArray)node).Base,
    };

    private static Value AttributeOf(Value value, string name) => value is Value.Map map ? map[name] : Value.Null;

    private static IEnumerable<Value> Flat(Value value) => value is Value.List list ? list.Items : [value];

    private static Value ParentOf(Scope scope, int levels)
    {
        var current = scope;
        for (var level = 0; level < levels; level++)
        {
            if (current.Outer is null)
            {
                return Value.Null;
            }

            current = current.Outer;
        }

        return current.Value;
    }

    private static Value Both(Value left, Expr other, Scope scope)
    {
        if (left is Value.Flag { Is: false })
        {
            return Value.False;
        }

        var right = Evaluate(other, scope);
        if (right is Value.Flag { Is: false })
        {
            return Value.False;
        }

        return left is Value.Flag && right is Value.Flag ? Value.True : Value.Null;
    }

    private static Value Either(Value left, Expr other, Scope scope)
    {
        if (left.IsTrue)
        {
            return Value.True;
        }

        var right = Evaluate(other, scope);
        if (right.IsTrue)
        {
            return Value.True;
        }

        return left is Value.Flag && right is Value.Flag ? Value.False : Value.Null;
    }

    private static Value InRange(Expr.InRange range, Scope scope)
    {
        var value = Evaluate(range.Base, scope);
        var low = Sameness.Compare(value, Evaluate(range.From, scope));
        var high = Sameness.Compare(value, Evaluate(range.To, scope));
        return low is null || high is null ? Value.Null : Value.Of(low >= 0 && (range.IsInclusive ? high <= 0 : high < 0));
    }

    private static Value Selected(Expr.Select select, Scope scope)
    {
        foreach (var alternative in select.Alternatives)
        {
            if (Evaluate(alternative.Condition, scope).IsTrue)
            {
                return Evaluate(alternative.Value, scope);
            }
        }

        return select.Fallback is null ? Value.Null : Evaluate(select.Fallback, scope);
    }

    private static Value.List ArrayOf(Expr.Array array, Scope scope)
    {
        var items = ImmutableArray.CreateBuilder<Value>();
        foreach (var item in array.Items)
        {
            var value = Evaluate(item.Value, scope);
            if (!item.IsSpread)
            {
                items.Add(value);
            }
            else if (value is Value.List list)
            {
                items.AddRange(list.Items);
            }
        }

        return new Value.List(items.ToImmutable());
    }

    private static Value.Map ObjectOf(Expr.Object shape, Scope scope)
    {
        var result = Value.Map.Empty;
        foreach (var item in shape.Items)
        {
            if (item.Condition is not null && !Evaluate(item.Condition, scope).IsTrue)
            {
                continue;
            }

            var value = Evaluate(item.Value, scope);
            if (item.Name is not null)
            {
                result = result.With(item.Name, value);
            }
            else if (value is Value.Map part)
            {
                result = Merged(result, part);
            }
        }

        return result;
    }

    /// <summary>One object laid over another.</summary>
    public static Value.Map Merged(Value.Map under, Value.Map over) => under.Members.IsEmpty
        ? over
        : over.Members.Aggregate(under, static (result, member) => result.With(member.Key, member.Value));

    private static Value.List Sliced(ImmutableArray<Value> items, Expr.Slice slice)
    {
        var from = Math.Clamp(slice.From < 0 ? items.Length + slice.From : slice.From, 0, items.Length);
        var to = (slice.To < 0 ? items.Length + slice.To : slice.To) + (slice.IsInclusive ? 1 : 0);
        return new Value.List(items[from..Math.Clamp(to, from, items.Length)]);
    }

    private static Value ElementOf(ImmutableArray<Value> items, int index)
    {
        var place = index < 0 ? items.Length + index : index;
        return place >= 0 && place < items.Length ? items[place] : Value.Null;
    }

    private static Value.List Ordered(ImmutableArray<Value> items, ImmutableArray<Ordering> by, Scope scope)
    {
        var keyed = items
            .Select(item => (Item: item, Keys: by.Select(term => Evaluate(term.By, scope.Nested(item))).ToArray()))
            .ToList();
        var order = Comparer<Value[]>.Create((left, right) => Compare(left, right, by));
        return new Value.List([.. keyed.OrderBy(static pair => pair.Keys, order).Select(static pair => pair.Item)]);
    }

    private static int Compare(Value[] left, Value[] right, ImmutableArray<Ordering> by)
    {
        for (var term = 0; term < by.Length; term++)
        {
            var result = Sameness.Total(left[term], right[term]);
            if (result != 0)
            {
                return by[term].IsDescending ? -result : result;
            }
        }

        return 0;
    }
}
