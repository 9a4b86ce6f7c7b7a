namespace Tandem.Sandbox;

/// <summary>The points of one call at which a rig may act, for instance by killing the caller.</summary>
public enum CallMoment
{
    /// <summary>The call arrived; nothing has been read or changed. Faults are drawn after this moment, so a rule added here meets this very call.</summary>
    BeforeExecute,

    /// <summary>The world has changed and the answer is ready, but not a byte of it has left.</summary>
    AfterExecute,

    /// <summary>The answer has been handed to the caller. Raised by the host, not by the world.</summary>
    AfterReply,
}
