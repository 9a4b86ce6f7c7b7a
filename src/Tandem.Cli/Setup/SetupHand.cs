using System.Collections.Immutable;
using System.Security.Cryptography;
using Tandem.Engine;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>Does the steps of a plan. Whatever is interrupted between two of its lines, the next run finds and mends.</summary>
/// <param name="place">Where settings are written.</param>
/// <param name="vendors">The ways to both vendors.</param>
/// <param name="connection">The connection.</param>
/// <param name="goal">What is to be; null without a public address.</param>
internal sealed class SetupHand(SettingsPlace place, SetupVendors vendors, string connection, SetupGoal? goal)
{
    private const int SecretBytes = 32;

    /// <summary>Does one step; a fault when the vendor did not, or did not say so.</summary>
    /// <exception cref="SettingsException">The file cannot be written.</exception>
    public async Task<CatalogFault?> Do(SetupStep step, CancellationToken cancellation)
    {
        switch (step)
        {
            case SetupStep.SaveSettings save:
                place.Save(save.MakesSanitySecret ? save.Values.Add(Variables.SanityWebhookSecret.For(connection).Name, MadeUp()) : save.Values);
                return null;
            case SetupStep.CreateEndpoint create:
                return await Create(create.Wanted, cancellation);
            case SetupStep.ChangeEndpoint change:
                return (await vendors.Endpoints.ChangeEndpoint(change.Id, change.Wanted, change.IsMarked, cancellation)).Fault;
            case SetupStep.DeleteEndpoint delete:
                return await vendors.Endpoints.DeleteEndpoint(delete.Id, cancellation);
            case SetupStep.CreateHook:
                return (await vendors.Hooks.CreateHook(goal!.Hook(SecretMark.Of(HookSecret)), HookSecret, cancellation)).Fault;
            case SetupStep.ChangeHook change:
                return (await vendors.Hooks.ChangeHook(change.Id, goal!.Hook(SecretMark.Of(HookSecret)), HookSecret, cancellation)).Fault;
            case SetupStep.DeleteHook delete:
                return await vendors.Hooks.DeleteHook(delete.Id, cancellation);
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    private Secret HookSecret => Secrets.SanityWebhookSecrets[0];

    private ConnectionSettings Secrets => TandemSettings.ConnectionOf(place.Sources(), place.Directory, connection);

    // Stripe shows the secret this once. Until it is noted that it was stored, the endpoint counts as unfinished, and the next look replaces it.
    private async Task<CatalogFault?> Create(WantedEndpoint wanted, CancellationToken cancellation)
    {
        var created = await vendors.Endpoints.CreateEndpoint(wanted, cancellation);
        if (created.Value is not { } made)
        {
            return created.Fault;
        }

        place.Save(ImmutableSortedDictionary<string, string>.Empty.Add(
            Variables.StripeWebhookSecret.For(connection).Name, string.Join(',', Secrets.StripeWebhookSecrets.Prepend(made.Secret).Select(secret => secret.Reveal()).Distinct())));
        return (await vendors.Endpoints.Finish(made.Endpoint.Id, SecretMark.Of(made.Secret), cancellation)).Fault;
    }

    private static string MadeUp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));
}
