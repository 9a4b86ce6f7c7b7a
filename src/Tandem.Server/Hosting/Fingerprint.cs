using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Which pair a database belongs to: stored in it once, and compared at every start, so that no database is ever used for another pair.</summary>
/// <param name="Account">The Stripe account; <see cref="Unknown"/> while it was not asked, or when a restricted key may not ask.</param>
/// <param name="Mode"><c>live</c> or <c>test</c>.</param>
/// <param name="Project">The Sanity project.</param>
/// <param name="Dataset">The Sanity dataset.</param>
public sealed record Fingerprint(string Account, string Mode, string Project, string Dataset)
{
    /// <summary>Under which name a connection's value lies in the database.</summary>
    public const string Name = "identity";

    /// <summary>An account that cannot be learnt.</summary>
    public const string Unknown = "unknown";

    /// <summary>What the settings alone tell.</summary>
    public static Fingerprint Of(ConnectionSettings settings) => new(Unknown, settings.StripeMode, settings.SanityProject, settings.SanityDataset);

    /// <summary>What both sides said.</summary>
    public static Fingerprint Of(Identity stripe, Identity sanity) => new(stripe.Account, stripe.Realm, sanity.Account, sanity.Realm);

    /// <summary>Reads the stored form; null when it is none.</summary>
    public static Fingerprint? Parse(string? text) =>
        text?.Split(' ') is [var account, var mode, var project, var dataset] ? new Fingerprint(account, mode, project, dataset) : null;

    /// <summary>Whether both may be the same pair.</summary>
    public bool Fits(Fingerprint other) => this with { Account = other.Account } == other && (Account == other.Account || Account == Unknown || other.Account == Unknown);

    /// <summary>The stored form.</summary>
    public string Store() => $"{Account} {Mode} {Project} {Dataset}";

    /// <summary>For people.</summary>
    public override string ToString() =>
        $"{(Account == Unknown ? "Stripe" : $"Stripe account {Account}")} in {Mode} mode with Sanity project {Project}, dataset {Dataset}";
}
