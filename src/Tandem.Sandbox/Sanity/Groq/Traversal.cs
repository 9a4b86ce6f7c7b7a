namespace Tandem.Sandbox.Sanity;

/// <summary>A chain of traversals (<c>.a</c>, <c>[x]</c>, <c>{…}</c>, <c>-&gt;</c>), typed by whether it takes and gives arrays.</summary>
/// <remarks>
/// GROQ decides by syntax, not by value, whether <c>.a</c> behind something means "of it" or "of each of its elements".
/// These are the rules of the official grammar ("traversal types"), joined from right to left.
/// </remarks>
/// <param name="TakesArray">Whether it works on an array as a whole.</param>
/// <param name="GivesArray">Whether it gives an array.</param>
/// <param name="Build">Puts the chain behind an expression.</param>
internal sealed record Traversal(bool TakesArray, bool GivesArray, Func<Expr, Expr> Build)
{
    /// <summary>A step from array to array: filter, slice, <c>[]</c>.</summary>
    public static Traversal OnArray(Func<Expr, Expr> step, Traversal? next) => next switch
    {
        null => new Traversal(TakesArray: true, GivesArray: true, step),
        { TakesArray: true } => next with { Build = Join(step, next.Build) },
        { GivesArray: false } => new Traversal(TakesArray: true, GivesArray: true, Join(step, Each(next.Build))),
        _ => new Traversal(TakesArray: true, GivesArray: true, Join(step, Flat(next.Build))),
    };

    /// <summary>A step from anything to anything: attribute and dereference.</summary>
    public static Traversal OnAny(Func<Expr, Expr> step, Traversal? next) =>
        new(TakesArray: false, next?.GivesArray ?? false, Join(step, next?.Build));

    /// <summary>A step from an array to one of its elements.</summary>
    public static Traversal OnElement(Func<Expr, Expr> step, Traversal? next) =>
        new(TakesArray: true, next?.GivesArray ?? false, Join(step, next?.Build));

    /// <summary>A projection: of each element if what follows wants an array, else of the thing itself.</summary>
    public static Traversal OnProjection(Func<Expr, Expr> step, Traversal? next) =>
        next is { TakesArray: true }
            ? next with { Build = Join(Each(step), next.Build) }
            : new Traversal(TakesArray: false, next?.GivesArray ?? false, Join(step, next?.Build));

    private static Func<Expr, Expr> Join(Func<Expr, Expr> first, Func<Expr, Expr>? second) =>
        second is null ? first : origin => second(first(origin));

    private static Func<Expr, Expr> Each(Func<Expr, Expr> inner) => origin => new Expr.Map(origin, inner(new Expr.This()));

    private static Func<Expr, Expr> Flat(Func<Expr, Expr> inner) => origin => new Expr.FlatMap(origin, inner(new Expr.This()));
}
