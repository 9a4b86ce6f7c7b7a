namespace Tandem.Engine;

/// <summary>What a vendor's clock showed at its newest answer, and ours.</summary>
/// <param name="Vendor">The answer's <c>Date</c> (UTC), in whole seconds.</param>
/// <param name="Own">Our clock when the answer was read (UTC).</param>
public sealed record ClockReading(DateTimeOffset Vendor, DateTimeOffset Own)
{
    /// <summary>How far ours is ahead; behind, when negative. A second more or less is the way and the rounding.</summary>
    public TimeSpan Ahead => Own - Vendor;
}
