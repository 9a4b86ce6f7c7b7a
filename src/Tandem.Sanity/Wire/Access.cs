namespace Tandem.Sanity;

/// <summary>What a call may do: it decides what an unanswered one means.</summary>
internal enum Access
{
    /// <summary>It only reads: a failure had no effect.</summary>
    Read,

    /// <summary>It writes: without an answer its effect is unknown.</summary>
    Write,
}
