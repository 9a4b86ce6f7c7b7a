using Tandem.Core;

namespace Tandem.Engine;

/// <summary>How a call to a vendor failed: the one form in which HTTP errors, JSON errors and broken sockets reach the engine.</summary>
/// <remarks>Messages say what happened and what to do; they never hold secrets or payloads.</remarks>
public abstract record CatalogFault
{
    private CatalogFault()
    {
    }

    /// <summary>The side that failed.</summary>
    public required Side Side { get; init; }

    /// <summary>What happened and what to do, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>The vendor's request id, if one was answered.</summary>
    public string? RequestId { get; init; }

    /// <summary>The vendor asks for patience (429). The call had no effect.</summary>
    /// <param name="RetryAfter">How long to wait, if the vendor says so; already clamped to [0, 1 h].</param>
    /// <param name="Reason">Stripe's <c>Stripe-Rate-Limited-Reason</c>, if any.</param>
    public sealed record Throttled(TimeSpan? RetryAfter, string? Reason) : CatalogFault;

    /// <summary>The vendor cannot be reached or failed to answer a read. The call had no effect.</summary>
    public sealed record Unavailable : CatalogFault
    {
        /// <summary>The only field that has to wait for another try, in canonical form; null when it is the whole call.</summary>
        public string? Field { get; init; }
    }

    /// <summary>The vendor refuses the write as it stands; a person or another plan must change it. The call had no effect.</summary>
    /// <param name="Field">The field that the vendor names, in canonical form, if any.</param>
    /// <param name="Code">The vendor's error code, if any.</param>
    public sealed record Refused(string? Field, string? Code) : CatalogFault;

    /// <summary>The object has moved since it was observed (a revision guard failed), or already exists. Observe and plan again.</summary>
    public sealed record Stale : CatalogFault;

    /// <summary>The object does not exist.</summary>
    public sealed record Gone : CatalogFault;

    /// <summary>The key or token is wrong or lacks a right. Nothing works on this side until a person mends it.</summary>
    public sealed record Unauthorized : CatalogFault
    {
        /// <summary>Whether the vendor knows the key or token and only a right is lacking (403).</summary>
        public bool IsForbidden { get; init; }

        /// <summary>The account that the vendor names in its refusal, if it does: a key that may not ask for its account learns it so.</summary>
        public string? Account { get; init; }
    }

    /// <summary>Whether the write had an effect is not known. Never retried blindly: observe first, then plan again.</summary>
    /// <param name="WasAnswered">
    /// True when the vendor answered with a failure (5xx): it may replay that stored failure for the same idempotency key.
    /// False when nothing was answered: the same key must be used again.
    /// </param>
    public sealed record Unknown(bool WasAnswered) : CatalogFault;
}

/// <summary>A value, or the fault that stood in its way.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
public readonly record struct Outcome<T>
    where T : class
{
    private Outcome(T? value, CatalogFault? fault)
    {
        Value = value;
        Fault = fault;
    }

    /// <summary>What was asked for; null when there is a <see cref="Fault"/>.</summary>
    public T? Value { get; }

    /// <summary>What went wrong; null when there is a <see cref="Value"/>.</summary>
    public CatalogFault? Fault { get; }

    /// <summary>A success.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Outcome<T>(CatalogFault fault) => new(null, fault);
}
