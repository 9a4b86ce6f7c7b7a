namespace Tandem.Sandbox;

/// <summary>A signing secret of a webhook endpoint.</summary>
/// <param name="Value">The whole secret, <c>whsec_</c> included.</param>
/// <param name="Until">When a rolled secret stops signing; null for the current one.</param>
internal sealed record StripeSecret(string Value, DateTimeOffset? Until)
{
    /// <inheritdoc />
    public override string ToString() => "whsec_***";
}
