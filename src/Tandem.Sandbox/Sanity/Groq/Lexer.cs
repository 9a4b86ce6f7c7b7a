using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Tandem.Sandbox.Sanity;

/// <summary>Cuts a query into tokens.</summary>
internal static class Lexer
{
    private static readonly string[] Symbols =
    [
        "...", "..", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "**", "::",
        "*", "[", "]", "{", "}", "(", ")", ",", ":", ".", "@", "^", "!", "<", ">", "+", "-", "/", "%", "|", ";", "=",
    ];

    /// <summary>All tokens of the query, closed by <see cref="TokenKind.End"/>.</summary>
    public static ImmutableArray<Token> Tokens(string query)
    {
        var tokens = ImmutableArray.CreateBuilder<Token>();
        var at = 0;
        while (true)
        {
            at = AfterBlanks(query, at);
            if (at >= query.Length)
            {
                tokens.Add(new Token(TokenKind.End, string.Empty, query.Length, query.Length));
                return tokens.ToImmutable();
            }

            var token = Next(query, at);
            tokens.Add(token);
            at = token.End;
        }
    }

    private static Token Next(string query, int at)
    {
        var first = query[at];
        if (first is '"' or '\'')
        {
            return Text(query, at);
        }

        if (char.IsAsciiDigit(first))
        {
            return Number(query, at);
        }

        if (first == '$' && at + 1 < query.Length && IsNameStart(query[at + 1]))
        {
            var end = AfterName(query, at + 1);
            return new Token(TokenKind.Parameter, query[(at + 1)..end], at, end);
        }

        if (IsNameStart(first))
        {
            var end = AfterName(query, at);
            return new Token(TokenKind.Name, query[at..end], at, end);
        }

        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(query, at, symbol, 0, symbol.Length) == 0)
            {
                return new Token(TokenKind.Symbol, symbol, at, at + symbol.Length);
            }
        }

        throw new GroqSyntaxException($"unexpected character \"{first}\"", at, at + 1);
    }

    private static Token Number(string query, int at)
    {
        var end = AfterDigits(query, at);
        if (end + 1 < query.Length && query[end] == '.' && char.IsAsciiDigit(query[end + 1]))
        {
            end = AfterDigits(query, end + 1);
        }

        if (end < query.Length && query[end] is 'e' or 'E')
        {
            var exponent = end + 1;
            if (exponent < query.Length && query[exponent] is '+' or '-')
            {
                exponent++;
            }

            end = AfterDigits(query, exponent);
            if (end == exponent)
            {
                throw new GroqSyntaxException("exponent must be a number", exponent, exponent);
            }
        }

        return new Token(TokenKind.Number, query[at..end], at, end);
    }

    private static Token Text(string query, int at)
    {
        var quote = query[at];
        var content = new StringBuilder();
        for (var here = at + 1; here < query.Length; here++)
        {
            if (query[here] == quote)
            {
                return new Token(TokenKind.Text, content.ToString(), at, here + 1);
            }

            if (query[here] == '\\')
            {
                here = Escape(query, here + 1, content);
                continue;
            }

            content.Append(query[here]);
        }

        throw new GroqSyntaxException("unterminated string", at, query.Length);
    }

    /// <summary>Reads the escape behind a backslash; gives the place of its last character.</summary>
    private static int Escape(string query, int at, StringBuilder content)
    {
        var escaped = at < query.Length ? query[at] : '\0';
        if (escaped == 'u')
        {
            return Unicode(query, at + 1, content);
        }

        content.Append(escaped switch
        {
            '\'' or '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => throw new GroqSyntaxException("invalid escape sequence", at, at + 1),
        });
        return at;
    }

    private static int Unicode(string query, int at, StringBuilder content)
    {
        var isBraced = at < query.Length && query[at] == '{';
        var from = isBraced ? at + 1 : at;
        var to = isBraced ? query.IndexOf('}', from) : from + 4;
        if (to < from || to > query.Length
            || !int.TryParse(query.AsSpan(from, to - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || code > 0x10FFFF)
        {
            throw new GroqSyntaxException("invalid unicode escape", at, query.Length);
        }

        content.Append(code is < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32(code));
        return isBraced ? to : to - 1;
    }

    private static int AfterBlanks(string query, int at)
    {
        while (at < query.Length)
        {
            if (char.IsWhiteSpace(query[at]))
            {
                at++;
            }
            else if (query[at] == '/' && at + 1 < query.Length && query[at + 1] == '/')
            {
                var end = query.IndexOf('\n', at);
                at = end < 0 ? query.Length : end + 1;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private static int AfterDigits(string query, int at)
    {
        while (at < query.Length && char.IsAsciiDigit(query[at]))
        {
            at++;
        }

        return at;
    }

    private static int AfterName(string query, int at)
    {
        while (at < query.Length && (IsNameStart(query[at]) || char.IsAsciiDigit(query[at])))
        {
            at++;
        }

        return at;
    }

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_';
}
