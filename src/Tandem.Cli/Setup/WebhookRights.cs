using Tandem.Engine;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>Finds credentials that may manage webhooks: the service's own, those that are set for setting up, or those that somebody types now.</summary>
/// <param name="settings">The connection.</param>
/// <param name="vendors">The ways to both vendors.</param>
/// <param name="dialog">Who is asked.</param>
/// <param name="patience">Asks again.</param>
internal sealed class WebhookRights(ConnectionSettings settings, SetupVendors vendors, ISetupDialog dialog, SetupPatience patience)
{
    private const string EndpointsNeed = "may not manage webhook endpoints: it lacks Webhook Endpoints: write (rak_webhook_write)";

    /// <summary>Whether Stripe's endpoints can be managed.</summary>
    public async Task<Manageable> ForEndpoints(CancellationToken cancellation)
    {
        var first = await Endpoints(cancellation);
        if (!first.MayBeAsked || Typed(Variables.StripeSetupKey, $"The key {EndpointsNeed}. Another key of the same account, used now and not stored; leave it empty to do it by hand.") is not { } key)
        {
            return first;
        }

        if (settings.Stripe(key).Problem() is { } problem)
        {
            return Lacks("Stripe", problem);
        }

        vendors.UseForEndpoints(key);
        return await Endpoints(cancellation);
    }

    /// <summary>Whether Sanity's webhooks can be managed.</summary>
    public async Task<Manageable> ForHooks(CancellationToken cancellation)
    {
        var first = await Hooks(cancellation);
        if (!first.MayBeAsked || Typed(Variables.SanitySetupToken, $"{first.Lack!.Text} One that may, used now and not stored; leave it empty to do it by hand.") is not { } token)
        {
            return first;
        }

        vendors.UseForHooks(token);
        return await Hooks(cancellation);
    }

    private async Task<Manageable> Endpoints(CancellationToken cancellation)
    {
        var missing = await patience.Ask(() => vendors.Endpoints.Rights.Missing(StripeNeed.Setup, cancellation), cancellation);
        if (missing.Value is not { } lacking)
        {
            return new Manageable(null, missing.Fault);
        }

        if (!lacking.All.IsEmpty)
        {
            return Lacks("Stripe", $"The key {EndpointsNeed}. Add that to it in the Dashboard, or set {Variables.StripeSetupKey} for this run.") with { MayBeAsked = true };
        }

        var own = await patience.Ask(() => vendors.Stripe.Identify(cancellation), cancellation);
        var other = await patience.Ask(() => vendors.Endpoints.Identify(cancellation), cancellation);
        return (own.Value, other.Value) switch
        {
            ({ } service, { } setup) when service.Realm != setup.Realm || (IsKnown(service) && IsKnown(setup) && service.Account != setup.Account) =>
                Lacks("Stripe", $"{Variables.StripeSetupKey} is of another account or mode than {Variables.StripeSecretKey.For(settings.Name)}: an endpoint there would send the wrong events."),
            _ => new Manageable(null, own.Fault ?? other.Fault),
        };
    }

    private async Task<Manageable> Hooks(CancellationToken cancellation)
    {
        var hooks = await patience.Ask(() => vendors.Hooks.Hooks(cancellation), cancellation);
        return hooks.Fault is CatalogFault.Unauthorized { IsForbidden: true } fault
            ? Lacks("Sanity", $"{fault.Message} Set {Variables.SanitySetupToken} to one for this run.") with { MayBeAsked = true }
            : new Manageable(null, hooks.Fault);
    }

    private static Manageable Lacks(string about, string text) => new(new SetupFinding(about, IsGood: false, text), null);

    private static bool IsKnown(Identity identity) => identity.Account != StripeCatalog.UnknownAccount;

    // It goes into a header: what no header can carry is no answer.
    private Secret? Typed(Variable variable, string help) =>
        dialog.IsThere && dialog.Ask(variable.Name, help, isSecret: true)?.Trim() is { Length: > 0 } typed && typed.All(character => character is > ' ' and < '\u007f') ? new Secret(typed) : null;
}

/// <summary>Whether a vendor's webhooks can be managed; they can, when neither is there.</summary>
/// <param name="Lack">What the credentials lack, and what to do.</param>
/// <param name="Fault">Why it could not be found out.</param>
internal sealed record Manageable(SetupFinding? Lack, CatalogFault? Fault)
{
    /// <summary>Whether other credentials would mend it.</summary>
    public bool MayBeAsked { get; init; }
}
