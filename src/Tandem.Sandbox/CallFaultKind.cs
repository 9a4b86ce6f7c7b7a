namespace Tandem.Sandbox;

/// <summary>What goes wrong with an API call.</summary>
public enum CallFaultKind
{
    /// <summary>The call is executed, its answer comes late.</summary>
    Delay,

    /// <summary>Refused with 429 and the headers that the vendor really sends; nothing is executed.</summary>
    RateLimited,

    /// <summary>Refused with 409 because another request is at work on the same thing; nothing is executed.</summary>
    Conflict,

    /// <summary>Answered with 500; nothing is executed.</summary>
    ErrorBeforeCommit,

    /// <summary>Executed, yet answered with 500.</summary>
    ErrorAfterCommit,

    /// <summary>The connection is cut; nothing is executed.</summary>
    CutBeforeCommit,

    /// <summary>Executed, then the connection is cut without an answer.</summary>
    CutAfterCommit,

    /// <summary>Executed and answered with 200, but the body ends in the middle.</summary>
    MalformedBody,
}
