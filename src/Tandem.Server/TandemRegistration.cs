using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Store.Sqlite;

namespace Tandem.Server;

/// <summary>Tandem inside an ASP.NET Core application: <c>builder.Services.AddTandem(settings)</c> and <c>app.MapTandem()</c>.</summary>
public static class TandemRegistration
{
    /// <summary>Adds the engine, its store and both adapters, and the loop that runs them with the host.</summary>
    /// <remarks>A <see cref="TimeProvider"/>, <see cref="IStateStore"/>, <see cref="PictureNetwork"/> or <see cref="WebhookLimits"/> that was added before is kept, and so is a <see cref="Connection"/>, by its name.</remarks>
    public static IServiceCollection AddTandem(this IServiceCollection services, TandemSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new WebhookLimits());
        services.TryAddSingleton<IStateStore>(given => SqliteStore.Open(settings.Database, given.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(new PictureNetwork());
        services.AddSingleton(given => new Connections(
            settings, given.GetServices<Connection>(), given.GetRequiredService<StartCheck>(), given.GetRequiredService<TimeProvider>(), given.GetRequiredService<PictureNetwork>()));
        services.AddSingleton(given => new TandemEngine(
            settings.Engine,
            given.GetRequiredService<IStateStore>(),
            given.GetRequiredService<Connections>().All,
            given.GetRequiredService<TimeProvider>(),
            new Random(),
            given.GetRequiredService<ILoggerFactory>()));

        // The vendors' clients take a tenth of a second to load: they are made after the first webhook can be taken.
        services.AddSingleton(given => new Lazy<Connections>(given.GetRequiredService<Connections>));
        services.AddSingleton(given => new Lazy<TandemEngine>(given.GetRequiredService<TandemEngine>));
        services.AddSingleton<Intake>();
        services.AddSingleton<StartCheck>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton<Health>();
        services.AddSingleton<WebhookGate>();
        services.AddSingleton<EngineLoop>();
        services.AddHostedService(given => given.GetRequiredService<EngineLoop>());
        services.AddHostedService<PulseLoop>();
        return services;
    }

    /// <summary>Maps the webhooks of each connection and the health endpoints.</summary>
    public static IEndpointRouteBuilder MapTandem(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var given = endpoints.ServiceProvider;
        var limits = given.GetRequiredService<WebhookLimits>();
        var gate = given.GetRequiredService<WebhookGate>();
        var logs = given.GetRequiredService<ILoggerFactory>();
        foreach (var check in given.GetRequiredService<StartCheck>().Checks)
        {
            var stripe = StripeWebhook.Source(check, limits, logs.CreateLogger("Tandem.Webhooks.Stripe"));
            var sanity = SanityWebhook.Source(check.Settings, limits, logs.CreateLogger("Tandem.Webhooks.Sanity"));
            foreach (var path in WebhookAddress.Paths(check.Settings.Name, StripeWebhook.Path))
            {
                endpoints.Map(path, context => gate.Pass(context, stripe));
            }

            foreach (var path in WebhookAddress.Paths(check.Settings.Name, SanityWebhook.Path))
            {
                endpoints.Map(path, context => gate.Pass(context, sanity));
            }

            endpoints.MapMethods($"{Health.ReadyPath}/{check.Settings.Name}", Readable, context => given.GetRequiredService<Health>().Ready(context, check));
        }

        endpoints.MapMethods(Health.LivePath, Readable, Health.Live);
        endpoints.MapMethods(Health.ReadyPath, Readable, given.GetRequiredService<Health>().Ready);
        return endpoints;
    }

    private static readonly ImmutableArray<string> Readable = [HttpMethods.Get, HttpMethods.Head];
}
