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
using Tandem.Stripe;

namespace Tandem.Server;

/// <summary>Tandem inside an ASP.NET Core application: <c>builder.Services.AddTandem(settings)</c> and <c>app.MapTandem()</c>.</summary>
public static class TandemRegistration
{
    /// <summary>Adds the engine, its store and both adapters, and the loop that runs them with the host.</summary>
    /// <remarks>A <see cref="TimeProvider"/>, <see cref="IStateStore"/>, <see cref="Connection"/>, <see cref="PictureNetwork"/> or <see cref="WebhookLimits"/> that was added before is kept.</remarks>
    public static IServiceCollection AddTandem(this IServiceCollection services, TandemSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new WebhookLimits());
        services.TryAddSingleton<IStateStore>(given => SqliteStore.Open(settings.Database, given.GetRequiredService<TimeProvider>()));
        services.AddSingleton(given => Stripe(settings.Of(Connection.Default), given.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(new PictureNetwork());
        services.AddSingleton(given => Sanity(settings.Of(Connection.Default), given.GetRequiredService<TimeProvider>(), given.GetRequiredService<PictureNetwork>()));
        services.TryAddSingleton(given => new Connection(
            Connection.Default, given.GetRequiredService<SanityCatalog>(), given.GetRequiredService<StripeCatalog>(), settings.Of(Connection.Default).Mapping.Policy)
        {
            Pace = settings.Of(Connection.Default).Pace,
            Studio = settings.Of(Connection.Default).Studio ? given.GetRequiredService<SanityCatalog>().Studio(settings.Of(Connection.Default).StripeMode == "live") : null,
            Listener = settings.Of(Connection.Default).IsPulling ? given.GetRequiredService<SanityCatalog>().Listener : null,
        });
        services.AddSingleton(given => new TandemEngine(
            settings.Engine,
            given.GetRequiredService<IStateStore>(),
            [given.GetRequiredService<Connection>()],
            given.GetRequiredService<TimeProvider>(),
            new Random(),
            given.GetRequiredService<ILoggerFactory>()));

        // The vendors' clients take a tenth of a second to load: they are made after the first webhook can be taken.
        services.AddSingleton(given => new Lazy<Connection>(given.GetRequiredService<Connection>));
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

    /// <summary>Maps both webhooks and the health endpoints.</summary>
    public static IEndpointRouteBuilder MapTandem(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var given = endpoints.ServiceProvider;
        var settings = given.GetRequiredService<TandemSettings>().Of(Connection.Default);
        var limits = given.GetRequiredService<WebhookLimits>();
        var gate = given.GetRequiredService<WebhookGate>();
        var logs = given.GetRequiredService<ILoggerFactory>();
        var stripe = StripeWebhook.Source(settings, limits, given.GetRequiredService<StartCheck>(), logs.CreateLogger("Tandem.Webhooks.Stripe"));
        var sanity = SanityWebhook.Source(settings, limits, logs.CreateLogger("Tandem.Webhooks.Sanity"));
        endpoints.Map(StripeWebhook.Path, context => gate.Pass(context, stripe));
        endpoints.Map(SanityWebhook.Path, context => gate.Pass(context, sanity));
        endpoints.MapMethods(Health.LivePath, Readable, Health.Live);
        endpoints.MapMethods(Health.ReadyPath, Readable, given.GetRequiredService<Health>().Ready);
        return endpoints;
    }

    private static readonly ImmutableArray<string> Readable = [HttpMethods.Get, HttpMethods.Head];

    private static StripeCatalog Stripe(ConnectionSettings settings, TimeProvider time) => StripeCatalog.Create(settings.Stripe(), time);

    private static SanityCatalog Sanity(ConnectionSettings settings, TimeProvider time, PictureNetwork pictures) =>
        new(settings.Sanity(), settings.Mapping.Schema, time, pictures: pictures);
}
