namespace Tandem.Server;

/// <summary>Which pair a plan is for, and when it was made.</summary>
/// <param name="Connection">The connection's name.</param>
/// <param name="StripeAccount">The Stripe account, or <c>unknown</c> where the key may not ask.</param>
/// <param name="StripeMode"><c>live</c> or <c>test</c>.</param>
/// <param name="SanityProject">The Sanity project.</param>
/// <param name="SanityDataset">The Sanity dataset.</param>
/// <param name="MadeAt">When (UTC).</param>
public sealed record PlanHead(string Connection, string StripeAccount, string StripeMode, string SanityProject, string SanityDataset, DateTimeOffset MadeAt)
{
    /// <summary>The pair, for people.</summary>
    public string Pair => $"{(StripeAccount == Fingerprint.Unknown ? "Stripe" : $"Stripe account {StripeAccount}")} in {StripeMode} mode with Sanity project {SanityProject}, dataset {SanityDataset}";

    /// <summary>Whether both are for the same pair. An account that could not be learnt may be any.</summary>
    public bool IsSamePair(PlanHead other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Connection == other.Connection && Print.Fits(other.Print);
    }

    private Fingerprint Print => new(StripeAccount, StripeMode, SanityProject, SanityDataset);
}
