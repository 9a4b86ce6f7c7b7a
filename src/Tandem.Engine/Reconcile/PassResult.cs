namespace Tandem.Engine;

/// <summary>How a piece of work came out: what to commit, and how its lease ends.</summary>
/// <param name="Recording">What to remember.</param>
/// <param name="Ending">How the lease ends; null when it was lost already, or when the back-off decides.</param>
/// <param name="Fault">What went wrong, if something did.</param>
internal sealed record PassResult(Recording Recording, Ending? Ending, CatalogFault? Fault)
{
    /// <summary>Why to come back, when neither an ending nor a fault says it.</summary>
    public string? Reason { get; init; }

    /// <summary>Why what a person ordered was not done, and nothing else either; null for all other results.</summary>
    public string? Objection { get; init; }

    /// <summary>All is done and nothing is to be remembered.</summary>
    public static PassResult Done { get; } = new(Recording.Nothing, new Ending.Done(), null);

    /// <summary>Somebody else has the work now.</summary>
    public static PassResult LeaseLost { get; } = new(Recording.Nothing, null, null);

    /// <summary>It is not what a person ordered any more.</summary>
    public static PassResult Refused(string objection) => new(Recording.Nothing, null, null) { Objection = objection };

    /// <summary>A vendor failed.</summary>
    public static PassResult Failed(CatalogFault fault) => new(Recording.Nothing, null, fault) { Reason = fault.Message };

    /// <summary>Try again later.</summary>
    public static PassResult Again(string reason) => new(Recording.Nothing, null, null) { Reason = reason };

    /// <summary>A person must act.</summary>
    public static PassResult Parked(string reason) => new(Recording.Nothing, new Ending.Park(reason), null);
}
