namespace Tandem.Sandbox.Sanity;

/// <summary>What a piece of a query is.</summary>
internal enum TokenKind
{
    /// <summary>A name.</summary>
    Name,

    /// <summary>A parameter, without its dollar sign.</summary>
    Parameter,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string, unescaped.</summary>
    Text,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>The end of the query.</summary>
    End,
}

/// <summary>One piece of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Content">Its text.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct Token(TokenKind Kind, string Content, int Start, int End)
{
    /// <summary>Whether it is this operator or bracket.</summary>
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Content == symbol;

    /// <summary>Whether it is this name.</summary>
    public bool IsName(string name) => Kind == TokenKind.Name && Content == name;
}
