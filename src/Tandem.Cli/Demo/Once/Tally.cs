using Tandem.Core;

namespace Tandem.Cli.Demo;

/// <summary>How many API calls the service has made; what people did is not counted.</summary>
internal sealed record Tally(int StripeReads, int StripeWrites, int SanityReads, int SanityWrites)
{
    /// <summary>All writes.</summary>
    public int Writes => StripeWrites + SanityWrites;

    /// <summary>The calls so far.</summary>
    public static Tally Of(StandIns standIns)
    {
        var (stripeReads, stripeWrites) = Count(standIns, Side.Stripe);
        var (sanityReads, sanityWrites) = Count(standIns, Side.Sanity);
        return new Tally(stripeReads, stripeWrites, sanityReads, sanityWrites);
    }

    /// <summary>How many calls were refused so far because they were too many.</summary>
    public static int Throttled(StandIns standIns) =>
        standIns.CallsOf(Side.Stripe).Newest.Concat(standIns.CallsOf(Side.Sanity).Newest).Count(call => call.Status == 429);

    /// <summary>The calls between two moments.</summary>
    public static Tally operator -(Tally after, Tally before) => new(
        after.StripeReads - before.StripeReads,
        after.StripeWrites - before.StripeWrites,
        after.SanityReads - before.SanityReads,
        after.SanityWrites - before.SanityWrites);

    private static (int Reads, int Writes) Count(StandIns standIns, Side side)
    {
        var calls = standIns.CallsOf(side).Newest.Where(call => call.Caller != "person").ToList();
        var writes = calls.Count(call => call.IsWrite);
        return (calls.Count - writes, writes);
    }
}
