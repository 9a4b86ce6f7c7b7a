using System.Collections.Immutable;
using Tandem.Cli.Setup;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;

namespace Tandem.Cli.Removal;

/// <summary>Looks for everything that is to go, and says how much it is.</summary>
/// <param name="settings">The connection.</param>
/// <param name="vendors">The ways to both vendors.</param>
/// <param name="dialog">Who is asked for credentials that may manage webhooks.</param>
/// <param name="patience">Asks again.</param>
/// <param name="traces">What was left in objects.</param>
/// <param name="publicUrl">The public address that is set; null when none is.</param>
/// <param name="hasIds">Whether the mirrors go too.</param>
internal sealed class RemovalPlan(ConnectionSettings settings, SetupVendors vendors, ISetupDialog dialog, SetupPatience patience, Traces traces, string? publicUrl, bool hasIds)
{
    private static readonly Uri Nowhere = new("https://unknown.invalid");
    private readonly ImmutableArray<SetupStep>.Builder _steps = ImmutableArray.CreateBuilder<SetupStep>();
    private readonly ImmutableArray<string>.Builder _byHand = ImmutableArray.CreateBuilder<string>();

    /// <summary>The steps: webhooks first, so that nobody hears of the rest.</summary>
    public async Task<(ImmutableArray<SetupStep> Steps, ImmutableArray<string> ByHand, CatalogFault? Fault)> Make(CancellationToken cancellation)
    {
        var goal = new SetupGoal(settings, Uri.TryCreate(publicUrl, UriKind.Absolute, out var service) ? service : Nowhere);
        var fault = await Endpoints(goal, cancellation) ?? await Hooks(goal, cancellation) ?? await PrivateDocuments(cancellation) ?? await Metadata(cancellation) ?? (hasIds ? await Mirrors(cancellation) : null);
        return (_steps.ToImmutable(), _byHand.ToImmutable(), fault);
    }

    private async Task<CatalogFault?> Endpoints(SetupGoal goal, CancellationToken cancellation)
    {
        var manageable = await new WebhookRights(settings, vendors, dialog, patience).ForEndpoints(cancellation);
        if (manageable.Lack is { } lack)
        {
            _byHand.Add($"Delete Tandem's endpoint in the Stripe Dashboard, under Developers > Webhooks. {lack.Text}");
        }

        if (manageable.Fault is not null || manageable.Lack is not null)
        {
            return manageable.Fault;
        }

        var endpoints = await patience.Ask(() => vendors.Endpoints.Endpoints(cancellation), cancellation);
        _steps.AddRange((endpoints.Value?.All ?? []).Where(endpoint => EndpointPlan.IsOurs(endpoint, goal.Endpoint)).Select(endpoint => new SetupStep.DeleteEndpoint(endpoint.Id)
        {
            Glyph = '-',
            What = $"Stripe webhook endpoint {endpoint.Id}",
            Differences = [new Difference("url", endpoint.Url, null)],
        }));
        return endpoints.Fault;
    }

    private async Task<CatalogFault?> Hooks(SetupGoal goal, CancellationToken cancellation)
    {
        var manageable = await new WebhookRights(settings, vendors, dialog, patience).ForHooks(cancellation);
        if (manageable.Lack is { } lack)
        {
            _byHand.Add($"Delete Tandem's webhook under sanity.io/manage > your project > API > Webhooks. {lack.Text}");
        }

        if (manageable.Fault is not null || manageable.Lack is not null)
        {
            return manageable.Fault;
        }

        var hooks = await patience.Ask(() => vendors.Hooks.Hooks(cancellation), cancellation);
        _steps.AddRange((hooks.Value?.All ?? []).Where(hook => HookPlan.IsOurs(hook, goal.Hook(null))).Select(hook => new SetupStep.DeleteHook(hook.Id)
        {
            Glyph = '-',
            What = $"Sanity webhook {hook.Id}",
            Differences = [new Difference("url", hook.Url, null)],
        }));
        return hooks.Fault;
    }

    private async Task<CatalogFault?> PrivateDocuments(CancellationToken cancellation)
    {
        var (count, fault) = await traces.CountPrivate(cancellation);
        if (count > 0)
        {
            _steps.Add(new SetupStep.DeletePrivateDocuments(count) { Glyph = '-', What = "private documents", Differences = [new Difference("stripeSync.*", $"{count} in the dataset {settings.SanityDataset}", null)] });
        }

        return fault;
    }

    private async Task<CatalogFault?> Metadata(CancellationToken cancellation)
    {
        var (products, prices, fault) = await traces.CountMetadata(cancellation);
        if (products + prices > 0)
        {
            _steps.Add(new SetupStep.ClearMetadata(products + prices)
            {
                Glyph = '-',
                What = "marks in Stripe's metadata",
                Differences = [new Difference(string.Join(", ", traces.Keys), $"in {products} products and {prices} prices", null)],
                Why = "other keys stay",
            });
        }

        return fault;
    }

    private async Task<CatalogFault?> Mirrors(CancellationToken cancellation)
    {
        var (count, fault) = await traces.CountMirrors(cancellation);
        if (count > 0)
        {
            _steps.Add(new SetupStep.ClearMirrors(count)
            {
                Glyph = '-',
                What = "ids in documents",
                Differences = [new Difference(string.Join(", ", SanityTraces.Mirrors), $"in {count} documents, drafts and versions included", null)],
                Why = "a website that finds its prices by them needs them",
            });
        }

        return fault;
    }
}
