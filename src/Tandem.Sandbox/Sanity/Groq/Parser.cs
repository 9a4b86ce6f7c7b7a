using System.Collections.Immutable;
using System.Globalization;

namespace Tandem.Sandbox.Sanity;

/// <summary>Reads a query into an expression: operators by precedence, as the official parser has them.</summary>
internal sealed partial class Parser
{
    private const int PairLevel = 1;
    private const int OrLevel = 2;
    private const int AndLevel = 3;
    private const int CompareLevel = 4;
    private const int AddLevel = 6;
    private const int MultiplyLevel = 7;
    private const int PowerLevel = 8;
    private const int PrefixLevel = 10;
    private const int PipeLevel = 11;
    private const int Highest = 12;

    private readonly ImmutableArray<Token> _tokens;
    private readonly Func<string, Value?> _parameter;
    private readonly bool _isDelta;
    private int _at;
    private int _depth;
    private bool _sawEverything;
    private bool _scores;

    private Parser(string query, Func<string, Value?> parameter, bool isDelta)
    {
        _tokens = Lexer.Tokens(query);
        _parameter = parameter;
        _isDelta = isDelta;
    }

    private Token Here => _tokens[_at];

    /// <summary>Parses a query whose parameters are known.</summary>
    /// <exception cref="GroqSyntaxException">It is no GROQ, or uses a part of GROQ that this stand-in lacks.</exception>
    public static Expr Parse(string query, Value.Map parameters) => new Parser(query, parameters.Find, isDelta: false).Whole();

    /// <summary>Parses a filter or projection of a webhook, where <c>before()</c>, <c>after()</c> and <c>delta::…</c> exist.</summary>
    /// <exception cref="GroqSyntaxException">It is no GROQ, or uses a part of GROQ that this stand-in lacks.</exception>
    public static Expr ParseDelta(string text) => new Parser(text, static _ => null, isDelta: true).Whole();

    /// <summary>Whether a text that parses holds a sub-query.</summary>
    public static bool HasSubQuery(string text)
    {
        var parser = new Parser(text, static _ => null, isDelta: true);
        parser.Whole();
        return parser._sawEverything;
    }

    private Expr Whole()
    {
        var result = Expression(0);
        return Here.Kind == TokenKind.End ? result : throw Unexpected();
    }

    /// <summary>An expression whose operators bind at least as tightly as the level.</summary>
    private Expr Expression(int level)
    {
        if (++_depth > 100)
        {
            throw new GroqSyntaxException("query is nested too deeply", Here.Start, Here.End);
        }

        var left = WithTraversals(Primary());
        var leftLevel = Highest;
        while (Step(ref left, level, ref leftLevel))
        {
            left = WithTraversals(left);
        }

        _depth--;
        return left;
    }

    private bool Step(ref Expr left, int level, ref int leftLevel)
    {
        var token = Here;
        switch (token.Content)
        {
            case "=>" when token.Kind == TokenKind.Symbol:
                return Join(ref left, level, ref leftLevel, (PairLevel, IsLeft: false, PairLevel), static (a, b, _) => new Expr.Pair(a, b));
            case "||" when token.Kind == TokenKind.Symbol:
                return Join(ref left, level, ref leftLevel, (OrLevel, IsLeft: true, OrLevel + 1), static (a, b, _) => new Expr.Or(a, b));
            case "&&" when token.Kind == TokenKind.Symbol:
                return Join(ref left, level, ref leftLevel, (AndLevel, IsLeft: true, AndLevel + 1), static (a, b, _) => new Expr.And(a, b));
            case "==" or "!=" or "<" or "<=" or ">" or ">=" when token.Kind == TokenKind.Symbol:
            case "match" when token.Kind == TokenKind.Name:
                return Join(ref left, level, ref leftLevel, (CompareLevel, IsLeft: false, CompareLevel + 1), Binary);
            case "+" or "-" when token.Kind == TokenKind.Symbol:
                return Join(ref left, level, ref leftLevel, (AddLevel, IsLeft: true, AddLevel + 1), Binary);
            case "*" or "/" or "%" when token.Kind == TokenKind.Symbol:
                return Join(ref left, level, ref leftLevel, (MultiplyLevel, IsLeft: true, MultiplyLevel + 1), Binary);
            case "**" when token.Kind == TokenKind.Symbol:
                return Join(ref left, level, ref leftLevel, (PowerLevel, IsLeft: false, PowerLevel), Binary);
            case "in" when token.Kind == TokenKind.Name:
                if (level > CompareLevel || leftLevel <= CompareLevel)
                {
                    return false;
                }

                _at++;
                left = Membership(left);
                leftLevel = CompareLevel;
                return true;
            case "|" when token.Kind == TokenKind.Symbol:
                if (level > PipeLevel || leftLevel < PipeLevel)
                {
                    return false;
                }

                _at++;
                left = Pipe(left);
                leftLevel = PipeLevel;
                return true;
            default:
                return false;
        }
    }

    private static Expr Binary(Expr left, Expr right, string symbol) => new Expr.Operation(symbol, left, right);

    private bool Join(
        ref Expr left, int level, ref int leftLevel, (int Own, bool IsLeft, int Right) binding, Func<Expr, Expr, string, Expr> make)
    {
        if (level > binding.Own || (binding.IsLeft ? leftLevel < binding.Own : leftLevel <= binding.Own))
        {
            return false;
        }

        var symbol = Here.Content;
        _at++;
        left = make(left, Expression(binding.Right), symbol);
        leftLevel = binding.Own;
        return true;
    }

    private Expr Membership(Expr left)
    {
        var isGroup = TryTake("(");
        var from = Expression(isGroup ? 0 : CompareLevel + 1);
        Expr result;
        if (Here.Is("..") || Here.Is("..."))
        {
            var isInclusive = Here.Is("..");
            _at++;
            result = new Expr.InRange(left, from, Expression(CompareLevel + 1), isInclusive);
        }
        else
        {
            result = new Expr.Operation("in", left, from);
        }

        if (isGroup)
        {
            Take(")");
        }

        return result;
    }

    private Expr Pipe(Expr origin)
    {
        var token = Here;
        _at++;
        return token switch
        {
            _ when token.IsName("order") => Order(origin),
            _ when token.IsName("score") => Score(origin),
            _ => throw new GroqSyntaxException($"undefined pipe function \"{token.Content}\"", token.Start, token.End),
        };
    }

    private Expr.Score Score(Expr origin)
    {
        var outer = _scores;
        _scores = true;
        Take("(");
        var terms = ImmutableArray.CreateBuilder<Expr>();
        do
        {
            terms.Add(Expression(0));
        }
        while (TryTake(",") && !Here.Is(")"));
        Take(")");
        _scores = outer;
        return new Expr.Score(origin, terms.ToImmutable());
    }

    private Expr.Order Order(Expr origin)
    {
        Take("(");
        var by = ImmutableArray.CreateBuilder<Ordering>();
        do
        {
            var term = Expression(0);
            var isDescending = Here.IsName("desc");
            if (isDescending || Here.IsName("asc"))
            {
                _at++;
            }

            by.Add(new Ordering(term, isDescending));
        }
        while (TryTake(",") && !Here.Is(")"));
        Take(")");
        return new Expr.Order(origin, by.ToImmutable());
    }

    private static Value NumberOf(Token token) => Value.Of(double.Parse(token.Content, CultureInfo.InvariantCulture));

    private bool TryTake(string symbol)
    {
        if (!Here.Is(symbol))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Take(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw new GroqSyntaxException($"expected '{symbol}' following expression", Here.Start, Here.End);
        }
    }

    private string TakeName()
    {
        var token = Here;
        _at++;
        return token.Kind == TokenKind.Name ? token.Content : throw new GroqSyntaxException("expected a name", token.Start, token.End);
    }

    private GroqSyntaxException Unexpected() => Here.Kind == TokenKind.End
        ? new GroqSyntaxException("unexpected end of query", Here.Start, Here.End)
        : new GroqSyntaxException($"unexpected token \"{Here.Content}\", expected expression", Here.Start, Here.End);
}
