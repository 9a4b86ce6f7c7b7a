namespace Tandem.Sandbox;

/// <summary>A rule that spoils API calls.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record CallFault(CallFaultKind Kind)
{
    /// <summary>Only calls with this HTTP method; null for any.</summary>
    public string? Method { get; init; }

    /// <summary>Only calls whose path starts with this.</summary>
    public string PathPrefix { get; init; } = "/";

    /// <summary>How many matching calls go through untouched first.</summary>
    public int Skip { get; init; }

    /// <summary>How many calls it spoils before it is used up.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>How likely a matching call is spoiled, drawn from the seeded source; 1 is always.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How long the answer is held back, on the world's clock. May accompany any kind.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The vendor's hint when to come back, where the vendor sends one.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The vendor's word for the reason, for instance <c>endpoint-rate</c> or <c>lock_timeout</c>; null for its usual one.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether the vendor tells its client to try again (Stripe's <c>Stripe-Should-Retry</c>); null when it says nothing.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>Whether the call is executed although the caller does not get its answer.</summary>
    public bool Commits => Kind is CallFaultKind.Delay or CallFaultKind.ErrorAfterCommit or CallFaultKind.CutAfterCommit or CallFaultKind.MalformedBody;

    internal bool Matches(SandboxRequest request) =>
        (Method is null || Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
        && request.Path.StartsWith(PathPrefix, StringComparison.Ordinal);
}
