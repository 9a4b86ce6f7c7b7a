using System.Globalization;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>Says in lines for people what became of the products of a plan.</summary>
internal static class ApplyText
{
    private static readonly (Effect Effect, string Text)[] Effects =
    [
        (Effect.MakeInStripe, "made in Stripe"), (Effect.MakeInSanity, "made in Sanity"), (Effect.Change, "changed"), (Effect.Link, "linked"), (Effect.Archive, "archived"),
    ];

    private static readonly (ApplyOutcome Outcome, string One, string Many, string Remedy)[] Left =
    [
        (ApplyOutcome.Moved, "has moved since it was planned and was not touched", "have moved since they were planned and were not touched", "look again with tandem plan"),
        (ApplyOutcome.Held, "is held for your word", "are held for your word", "tandem held"),
        (ApplyOutcome.Asks, "has fields in conflict that you decide", "have fields in conflict that you decide", "tandem conflicts"),
        (ApplyOutcome.Parked, "needs mending", "need mending", "tandem parked says what"),
        (ApplyOutcome.Ambiguous, "is ambiguous", "are ambiguous", "say which is which: --link DOCUMENT=PRODUCT"),
        (ApplyOutcome.Waits, "waits for your word, because both sides have products that the other lacks", "wait for your word, because both sides have products that the other lacks", "--match, --link or --make"),
        (ApplyOutcome.Blocked, "could not be planned", "could not be planned", "tandem plan says why"),
        (ApplyOutcome.Later, "could not be done now, or not to its end", "could not be done now, or not to their end", "the same command goes on, and so does the service"),
    ];

    /// <summary>Whether there is something to say of it at all.</summary>
    public static bool IsNews(AppliedEntry applied) => applied.Outcome is not (ApplyOutcome.InStep or ApplyOutcome.LeftAlone);

    /// <summary>Whether it was done as it was planned.</summary>
    public static bool IsDone(AppliedEntry applied) => applied.Outcome == ApplyOutcome.Done;

    /// <summary>The sign of a product.</summary>
    public static Sign SignOf(AppliedEntry applied) => applied.Outcome switch
    {
        ApplyOutcome.Done => applied.Entry.Effect switch
        {
            Effect.MakeInSanity or Effect.MakeInStripe => Sign.Make,
            Effect.Archive => Sign.End,
            Effect.Link => Sign.Link,
            _ => Sign.Change,
        },
        ApplyOutcome.Held or ApplyOutcome.Asks or ApplyOutcome.Ambiguous or ApplyOutcome.Waits => Sign.Ask,
        _ => Sign.Heed,
    };

    /// <summary>What it is on both sides, and what was done, or why it was not.</summary>
    public static string Title(AppliedEntry applied)
    {
        var entry = applied.Entry;
        var both = entry.Stripe is { } id ? $"{entry.Document} ↔ {id}" : entry.Document;
        return applied.Outcome switch
        {
            ApplyOutcome.Done => entry.Effect switch
            {
                Effect.MakeInStripe => $"{entry.Document} → new in Stripe",
                Effect.MakeInSanity => $"{entry.Stripe} → new in Sanity",
                Effect.Archive => $"{both}: archived",
                Effect.Link => $"{both}: linked",
                _ => both,
            },
            ApplyOutcome.Ambiguous => $"ambiguous: {applied.Reason}",
            ApplyOutcome.Moved => $"{both}, not done: {applied.Reason}",
            ApplyOutcome.Later => $"{both}, not done to its end: {applied.Reason}",
            ApplyOutcome.Waits => $"{both}, waits: only one side has it",
            _ => $"{both}: {applied.Reason}",
        };
    }

    /// <summary>What it came to, in a sentence.</summary>
    public static string Sum(ApplyTotals totals)
    {
        var done = Effects.Where(effect => totals.Of(effect.Effect) > 0).Select(effect => $"{Number(totals.Of(effect.Effect))} {effect.Text}").ToList();
        return done.Count == 0 ? "Nothing was to do." : $"Done: {string.Join(", ", done)}.";
    }

    /// <summary>What is left, a line a reason, each with what to do about it.</summary>
    public static IEnumerable<string> Rest(ApplyTotals totals) => Left.Where(left => totals.Of(left.Outcome) > 0)
        .Select(left => totals.Of(left.Outcome) is 1 ? $"1 product {left.One}: {left.Remedy}." : $"{Number(totals.Of(left.Outcome))} products {left.Many}: {left.Remedy}.");

    /// <summary>What was in step before, in a sentence; empty where there was none.</summary>
    public static string InStep(ApplyTotals totals) => totals.Of(ApplyOutcome.InStep) switch
    {
        0 => "",
        1 => " 1 product was in step already.",
        var many => $" {Number(many)} products were in step already.",
    };

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
