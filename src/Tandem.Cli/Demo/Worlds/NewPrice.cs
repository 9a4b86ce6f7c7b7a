namespace Tandem.Cli.Demo;

/// <summary>A price that somebody wants.</summary>
/// <param name="Amount">In the smallest unit of the currency.</param>
/// <param name="Currency">Lower case.</param>
/// <param name="Interval"><c>month</c> or <c>year</c> for a subscription, else null.</param>
internal sealed record NewPrice(long Amount, string Currency, string? Interval = null);
