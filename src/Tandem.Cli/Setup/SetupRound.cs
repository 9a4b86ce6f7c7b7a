using System.Collections.Immutable;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli.Setup;

/// <summary>What setup does again and again until nothing is left: look, and do steps.</summary>
/// <param name="place">Where settings are read and written.</param>
/// <param name="connection">The connection.</param>
/// <param name="vendors">The ways to both vendors.</param>
/// <param name="goal">What is to be; null without a public address.</param>
/// <param name="manages">Whether the webhooks of each vendor can be managed.</param>
/// <param name="patience">Asks again.</param>
internal sealed class SetupRound(SettingsPlace place, string connection, SetupVendors vendors, SetupGoal? goal, (bool Endpoints, bool Hooks) manages, SetupPatience patience)
{
    /// <summary>What is to be; null without a public address.</summary>
    public SetupGoal? Goal => goal;

    /// <summary>Whether Stripe's endpoints can be managed.</summary>
    public bool ManagesEndpoints => manages.Endpoints;

    /// <summary>Whether Sanity's webhooks can be managed.</summary>
    public bool ManagesHooks => manages.Hooks;

    /// <summary>Looks at everything anew.</summary>
    public async Task<(SetupSight? Sight, CatalogFault? Fault)> Look(CancellationToken cancellation)
    {
        var settings = TandemSettings.ConnectionOf(place.Sources(), place.Directory, connection);
        var sight = new SetupSight
        {
            StripeMarks = [.. settings.StripeWebhookSecrets.Select(SecretMark.Of)],
            SanityMarks = [.. settings.SanityWebhookSecrets.Select(SecretMark.Of)],
            SetUrl = place.Find(Variables.PublicUrl)?.TrimEnd('/'),
            Typed = place.Typed.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        if (goal is not null && manages.Endpoints)
        {
            var endpoints = await patience.Ask(() => vendors.Endpoints.Endpoints(cancellation), cancellation);
            if (endpoints.Fault is { } fault)
            {
                return (null, fault);
            }

            sight = sight with { Endpoints = endpoints.Value };
        }

        if (goal is not null && manages.Hooks)
        {
            var hooks = await patience.Ask(() => vendors.Hooks.Hooks(cancellation), cancellation);
            if (hooks.Fault is { } fault)
            {
                return (null, fault);
            }

            sight = sight with { Hooks = hooks.Value };
        }

        return (sight, null);
    }

    /// <summary>Does one step; a fault when the vendor did not, or did not say so.</summary>
    public Task<CatalogFault?> Do(SetupStep step, CancellationToken cancellation) =>
        new SetupHand(place, vendors, connection, goal).Do(step, cancellation);
}
