using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <content>What an expression starts with: literals, names, calls, objects and arrays.</content>
internal sealed partial class Parser
{
    private Expr Primary()
    {
        var token = Here;
        _at++;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return new Expr.Constant(NumberOf(token));
            case TokenKind.Text:
                return new Expr.Constant(Value.Of(token.Content));
            case TokenKind.Parameter:
                return new Expr.Constant(_parameter(token.Content)
                    ?? throw new GroqSyntaxException($"param ${token.Content} referenced, but not provided", token.Start, token.End));
            case TokenKind.Name when Here.Is("(") || Here.Is("::"):
                return Call(token);
            case TokenKind.Name:
                return Named(token.Content);
            case TokenKind.Symbol:
                return Symbol(token);
            default:
                _at--;
                throw Unexpected();
        }
    }

    private static Expr Named(string name) => name switch
    {
        "null" => new Expr.Constant(Value.Null),
        "true" => new Expr.Constant(Value.True),
        "false" => new Expr.Constant(Value.False),
        _ => new Expr.Attribute(null, name),
    };

    private Expr Symbol(Token token)
    {
        switch (token.Content)
        {
            case "*":
                _sawEverything = true;
                return new Expr.Everything();
            case "@":
                return new Expr.This();
            case "^":
                return Parent();
            case "!":
                return new Expr.Not(Expression(PrefixLevel));
            case "-":
                return new Expr.Signed(Expression(PowerLevel), IsNegative: true);
            case "+":
                return new Expr.Signed(Expression(PrefixLevel), IsNegative: false);
            case "(":
                return GroupOrTuple();
            case "[":
                return ArrayLiteral();
            case "{":
                return ObjectLiteral();
            default:
                _at--;
                throw Unexpected();
        }
    }

    private Expr.Parent Parent()
    {
        var levels = 1;
        while (Here.Is(".") && _tokens[_at + 1].Is("^"))
        {
            _at += 2;
            levels++;
        }

        return new Expr.Parent(levels);
    }

    private Expr GroupOrTuple()
    {
        var first = Expression(0);
        if (TryTake(")"))
        {
            return new Expr.Group(first);
        }

        var members = ImmutableArray.CreateBuilder<Expr>();
        members.Add(first);
        while (TryTake(","))
        {
            members.Add(Expression(0));
        }

        Take(")");
        return new Expr.Tuple(members.ToImmutable());
    }

    private Expr.Array ArrayLiteral()
    {
        var items = ImmutableArray.CreateBuilder<ArrayItem>();
        while (!Here.Is("]"))
        {
            var isSpread = TryTake("...");
            items.Add(new ArrayItem(Expression(0), isSpread));
            if (!TryTake(","))
            {
                break;
            }
        }

        Take("]");
        return new Expr.Array(items.ToImmutable());
    }

    /// <summary>An object whose opening brace has been taken.</summary>
    private Expr.Object ObjectLiteral()
    {
        var items = ImmutableArray.CreateBuilder<ObjectItem>();
        while (!Here.Is("}"))
        {
            items.Add(ObjectPart());
            if (!TryTake(","))
            {
                break;
            }
        }

        Take("}");
        return new Expr.Object(items.ToImmutable());
    }

    private ObjectItem ObjectPart()
    {
        if (TryTake("..."))
        {
            var isBare = Here.Is("}") || Here.Is(",");
            return new ObjectItem(null, null, isBare ? new Expr.This() : Expression(0));
        }

        var token = Here;
        if (token.Kind == TokenKind.Text && _tokens[_at + 1].Is(":"))
        {
            _at += 2;
            return new ObjectItem(token.Content, null, Expression(0));
        }

        var value = Expression(0);
        return value is Expr.Pair pair
            ? new ObjectItem(null, pair.Condition, pair.Value)
            : new ObjectItem(NameOf(value, token), null, value);
    }

    private static string NameOf(Expr value, Token at) => value switch
    {
        Expr.Attribute { Base: null } attribute => attribute.Name,
        Expr.Order order => NameOf(order.Base, at),
        Expr.Score score => NameOf(score.Base, at),
        Expr.Deref deref => NameOf(deref.Base, at),
        Expr.Map map => NameOf(map.Base, at),
        Expr.FlatMap map => NameOf(map.Base, at),
        Expr.Projection projection => NameOf(projection.Base, at),
        Expr.Slice slice => NameOf(slice.Base, at),
        Expr.Filter filter => NameOf(filter.Base, at),
        Expr.Element element => NameOf(element.Base, at),
        Expr.AsArray array => NameOf(array.Base, at),
        Expr.Group group => NameOf(group.Base, at),
        _ => throw new GroqSyntaxException("attribute needs a key: expected \"name\": expression", at.Start, at.End),
    };

    private Expr Call(Token token)
    {
        var name = token.Content;
        if (TryTake("::"))
        {
            name = $"{name}::{TakeName()}";
        }

        Take("(");
        var arguments = ImmutableArray.CreateBuilder<Expr>();
        while (!Here.Is(")"))
        {
            arguments.Add(Expression(0));
            if (!TryTake(","))
            {
                break;
            }
        }

        Take(")");
        return name switch
        {
            "select" => SelectOf(arguments.ToImmutable(), token),
            "boost" when _scores && arguments.Count == 2 => new Expr.Boost(arguments[0], arguments[1]),
            "before" or "after" when _isDelta && arguments.Count == 0 => new Expr.Change(name == "after"),
            _ => Known(new Expr.Call(name, arguments.ToImmutable()), token),
        };
    }

    private Expr Known(Expr.Call call, Token token)
    {
        var known = Functions.Find(call.Name) ?? Selectors.Find(call.Name);
        if (known is null || (!_isDelta && call.Name.StartsWith("delta::", StringComparison.Ordinal)))
        {
            throw new GroqSyntaxException($"unknown function {call.Name}()", token.Start, token.End);
        }

        var (fewest, most) = known.Value;
        if (call is { Name: "path", Arguments: [Expr.Constant { Value: Value.Text pattern }] })
        {
            return new Expr.Constant(new Value.IdPattern(pattern.Content));
        }

        return call.Arguments.Length >= fewest && call.Arguments.Length <= most
            ? call
            : throw new GroqSyntaxException($"incorrect number of arguments to function {call.Name}()", token.Start, token.End);
    }

    private static Expr.Select SelectOf(ImmutableArray<Expr> arguments, Token token)
    {
        var pairs = arguments.OfType<Expr.Pair>().ToImmutableArray();
        var rest = arguments.Skip(pairs.Length).ToList();
        return rest.Count <= 1 && !rest.Any(argument => argument is Expr.Pair)
            ? new Expr.Select(pairs, rest.SingleOrDefault())
            : throw new GroqSyntaxException("unexpected argument to select()", token.Start, token.End);
    }
}
