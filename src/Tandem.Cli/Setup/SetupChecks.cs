using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>Proves, before anything is changed, that key and token open the right things and may do the service's work.</summary>
/// <param name="settings">The connection.</param>
/// <param name="vendors">The ways to both vendors.</param>
/// <param name="patience">Asks again.</param>
internal sealed class SetupChecks(ConnectionSettings settings, SetupVendors vendors, SetupPatience patience)
{
    /// <summary>Whether the service can work with the key.</summary>
    public async Task<SetupFinding> Stripe(CancellationToken cancellation)
    {
        var identity = await patience.Ask(() => vendors.Stripe.Identify(cancellation), cancellation);
        if (identity.Fault is { } fault)
        {
            return Bad("Stripe", fault.Message);
        }

        var (account, mode) = identity.Value!;
        if (mode != settings.StripeMode)
        {
            return Bad("Stripe", $"The key's prefix says {settings.StripeMode} mode, but Stripe says that it opens {mode} mode. Check {Variables.StripeSecretKey.For(settings.Name)} and {Variables.StripeApiBase.For(settings.Name)}.");
        }

        var whose = $"{mode} mode, {(account == StripeCatalog.UnknownAccount ? "an account that the key may not ask for" : $"account {account}")}";
        if (!vendors.Stripe.Rights.IsRestricted)
        {
            return new SetupFinding("Stripe", IsGood: true, $"{whose}; a key that may do everything");
        }

        var missing = await patience.Ask(() => vendors.Stripe.Rights.Missing(StripeNeed.Service, cancellation), cancellation);
        return missing switch
        {
            { Fault: { } unknown } => Bad("Stripe", unknown.Message),
            { Value.All: { IsEmpty: false } lacks } => Bad("Stripe", $"{whose}; the restricted key lacks {string.Join(", ", lacks.Select(right => $"{right.Name} ({right.Permission})"))}. Add that to it in the Dashboard."),
            _ => new SetupFinding("Stripe", IsGood: true, $"{whose}; a restricted key that may do what the service does"),
        };
    }

    /// <summary>Whether the service can work with the token.</summary>
    public async Task<SetupFinding> Sanity(CancellationToken cancellation)
    {
        var identity = await patience.Ask(() => vendors.Sanity.Identify(cancellation), cancellation);
        var fault = identity.Fault ?? (await patience.Ask(() => vendors.Sanity.RehearseWrite(cancellation), cancellation)).Fault;
        return new SetupFinding("Sanity", fault is null, fault?.Message ?? $"project {settings.SanityProject}, dataset {settings.SanityDataset}; the token may read and write");
    }

    private static SetupFinding Bad(string about, string text) => new(about, IsGood: false, text);
}
