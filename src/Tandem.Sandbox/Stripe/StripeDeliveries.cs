namespace Tandem.Sandbox;

/// <summary>How the deliveries of one event stand.</summary>
internal sealed class StripeDeliveries
{
    /// <summary>Endpoints that have not answered 2xx yet.</summary>
    public HashSet<string> Pending { get; } = [];

    /// <summary>Whether any attempt has failed whose endpoint is still pending.</summary>
    public bool HasFailure { get; set; }
}
