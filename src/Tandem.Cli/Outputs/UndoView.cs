using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Cli;

/// <summary>What an undo would do, or was asked to do.</summary>
/// <param name="Key">The product.</param>
/// <param name="Back">Which state it goes back to, for people.</param>
/// <param name="Changes">The fields, each with what is agreed now and what was agreed then.</param>
/// <param name="Stay">Fields that stay as they are, each with why.</param>
internal sealed record UndoView(ProductKey Key, string Back, ImmutableArray<AgreedChange> Changes, ImmutableArray<string> Stay)
{
    /// <summary>Prices that Stripe can only replace.</summary>
    public IEnumerable<string> Replaced => Changes
        .Where(change => change.Kind == Kind.Price && Policy.Default.Rule(Kind.Price, change.Field)?.NeedsNewPrice(change.From.Stripe, change.To.Stripe) == true)
        .Select(change => change.Object).Distinct(StringComparer.Ordinal);
}

/// <summary>Shows it.</summary>
internal interface IUndoOutput
{
    /// <summary>What would change.</summary>
    void Show(UndoView view);

    /// <summary>How it ended.</summary>
    /// <param name="view">What it was about.</param>
    /// <param name="isAsked">Whether it was asked for.</param>
    /// <param name="isServed">Whether a service is running.</param>
    void End(UndoView view, bool isAsked, bool isServed);
}
