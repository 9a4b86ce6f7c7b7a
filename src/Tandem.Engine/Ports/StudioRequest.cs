using Tandem.Core;

namespace Tandem.Engine;

/// <summary>What an editor asks for in the Studio, by a document that the plugin writes with the editor's own rights.</summary>
public sealed record StudioRequest
{
    /// <summary>A UUID of the plugin's making: a request is done once, however often its document is seen.</summary>
    public required string Nonce { get; init; }

    /// <summary>The id of the published document that it is about, as the request names it: it need not exist.</summary>
    public required string DocumentId { get; init; }

    /// <summary>What is asked for.</summary>
    public required StudioAction Action { get; init; }

    /// <summary>Which open conflict is decided: the field as the status document names it, or <c>*</c> for one with a delete.</summary>
    public string? Field { get; init; }

    /// <summary>The side whose value is kept in that conflict.</summary>
    public Side? Keep { get; init; }

    /// <summary>Who wrote the document as it stands, by Sanity's own history and never by its text; null when the history does not say.</summary>
    public string? Author { get; init; }

    /// <summary>When it was written as it stands (UTC), by the same history.</summary>
    public required DateTimeOffset AskedAt { get; init; }
}

/// <summary>What can be asked for in the Studio.</summary>
public enum StudioAction
{
    /// <summary>Something that this version does not know, or that lacks a part.</summary>
    Unknown,

    /// <summary>A pass now, in which the published document's values stand.</summary>
    SyncToStripe,

    /// <summary>A pass now, in which Stripe's values stand.</summary>
    SyncFromStripe,

    /// <summary>One open conflict is decided.</summary>
    Resolve,

    /// <summary>What is held of the document is meant.</summary>
    Release,

    /// <summary>What is held of the document is not meant.</summary>
    Refuse,
}

/// <summary>What became of a request.</summary>
/// <param name="Nonce">Which request.</param>
/// <param name="Action">What it asked for.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Message">The same in a sentence for the editor.</param>
/// <param name="At">When (UTC).</param>
/// <param name="By">Who had asked; null when nobody knows.</param>
public sealed record StudioAnswer(string Nonce, StudioAction Action, StudioOutcome Outcome, string Message, DateTimeOffset At, string? By);

/// <summary>How a request ended.</summary>
public enum StudioOutcome
{
    /// <summary>Done, and something was written.</summary>
    Done,

    /// <summary>Both sides were as they were asked to be.</summary>
    NothingToDo,

    /// <summary>Something in the document cannot be carried; it must be mended.</summary>
    Refused,

    /// <summary>What is left waits for somebody's word.</summary>
    Held,

    /// <summary>It cannot be done.</summary>
    Failed,

    /// <summary>It came too late: nothing was done.</summary>
    Expired,

    /// <summary>Its author asks too often: nothing was done.</summary>
    Limited,

    /// <summary>Nobody knows who asked: nothing was done.</summary>
    Denied,
}
