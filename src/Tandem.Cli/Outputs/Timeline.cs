using System.Collections.Immutable;
using System.Globalization;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>What happened to a product, hint by hint and decision by decision, oldest first.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="IsCut">Whether older lines were left off.</param>
internal sealed record Timeline(ImmutableArray<TimelineLine> Lines, bool IsCut)
{
    /// <summary>The newest lines of what is on record.</summary>
    /// <param name="history">What is on record, at least one row more of each sort than the limit.</param>
    /// <param name="limit">How many lines at most.</param>
    public static Timeline Of(ProductHistory history, int limit) =>
        Newest([.. history.Hints.Select(TimelineLine.Of), .. history.Journal.Select(TimelineLine.Of), .. history.Asked.Select(TimelineLine.Of)], limit);

    /// <summary>The newest of hints that belong to no product.</summary>
    public static Timeline Of(ImmutableArray<Hint> hints, int limit) => Newest([.. hints.Select(TimelineLine.Of)], limit);

    // The rows of one sort are newest first; of the same moment, a hint comes before what was made of it.
    private static Timeline Newest(ImmutableArray<TimelineLine> lines, int limit) => new(
        [.. lines.OrderByDescending(line => line.At).ThenByDescending(line => line.Entry?.Number ?? 0).Take(limit).Reverse()],
        lines.Length > limit);
}

/// <summary>One line of a timeline.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="What">What sort of line it is: <c>hint</c>, <c>studio</c>, or the journal's word.</param>
/// <param name="Text">What happened, in a sentence.</param>
internal sealed record TimelineLine(DateTimeOffset At, string What, string Text)
{
    /// <summary>The journal entry, if it is one.</summary>
    public JournalEntry? Entry { get; private init; }

    /// <summary>The hint, if it is one.</summary>
    public Hint? Hint { get; private init; }

    /// <summary>What an editor asked for, if it is that.</summary>
    public StudioAsked? Asked { get; private init; }

    /// <summary>A hint.</summary>
    public static TimelineLine Of(Hint hint) => new(hint.At, "hint", string.Create(CultureInfo.InvariantCulture,
        $"{hint.Side} {(hint.IsWebhook ? "webhook" : "feed")} {hint.Type} {hint.Id}, about {hint.Subject.Id}{Taken(hint)}")) { Hint = hint };

    /// <summary>A journal entry.</summary>
    public static TimelineLine Of(JournalEntry entry) => new(
        entry.At,
        entry.Type,
        entry.Agreed.IsEmpty ? $"{entry.Text}{Made(entry)}{(entry.RequestId is { } request ? $" [{request}]" : "")}" : $"in step again: {string.Join(", ", entry.Agreed.Select(Value))}") { Entry = entry };

    /// <summary>What an editor asked for in the Studio.</summary>
    public static TimelineLine Of(StudioAsked asked) => new(
        asked.Request.AskedAt,
        "studio",
        $"{asked.Request.Author ?? "somebody"} asks for {asked.Request.Action} of {asked.Request.DocumentId}{(asked.Request.Field is { } field ? $", {field}" : "")}"
            + (asked.Answer is { } answer ? $": {answer.Outcome}. {answer.Message}" : "; not answered yet")) { Asked = asked };

    private static string Taken(Hint hint) => hint switch
    {
        { Foreign: { } foreign } => $"; of another environment, kept apart: {foreign}",
        { Acceptance: Acceptance.Echo } => "; our own write, nothing to do",
        _ => "",
    };

    // A change's text holds its values; that of something new does not.
    private static string Made(JournalEntry entry) =>
        entry is { Type: "write", Fields: [{ From: null }, ..] } && entry.Text.Contains(" created: ", StringComparison.Ordinal)
            ? $": {string.Join(", ", entry.Fields.Select(field => $"{field.Field} {field.To}"))}"
            : "";

    private static string Value(AgreedChange change) =>
        $"{(change.Kind == Kind.Price ? $"{change.Object} " : "")}{change.Field} {Shown(change.From)} → {Shown(change.To)}";

    // Where a vendor shows a value in a form of its own, both are told.
    private static string Shown(AgreedValue value) => Equals(value.Sanity, value.Stripe)
        ? value.Sanity?.ToString() ?? "unset"
        : $"{value.Sanity?.ToString() ?? "unset"} (in Stripe {value.Stripe?.ToString() ?? "unset"})";
}
