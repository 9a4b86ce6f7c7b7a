using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tandem.Server;

/// <summary>The service as a program of its own: what <c>tandem serve</c> runs, and the tests and the demo start in-process.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    /// <summary>How long work in hand may take to finish when the program is asked to stop.</summary>
    public static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly ILogger _log;

    private ServerHost(WebApplication app)
    {
        _app = app;
        _log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Tandem.Server");
    }

    /// <summary>The addresses that it really listens on, once started.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => new Uri(address))];

    /// <summary>The service's parts.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Builds the host and starts it. When this returns, webhooks are taken.</summary>
    /// <param name="settings">What was set.</param>
    /// <param name="customize">Adds or replaces parts before the host is built: for tests and the demo.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StartRefusedException">The service must not or cannot run so.</exception>
    /// <exception cref="Store.Sqlite.StoreRefusedException">The database cannot be used.</exception>
    public static async Task<ServerHost> Start(TandemSettings settings, Action<WebApplicationBuilder>? customize = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var host = new ServerHost(Build(settings, customize));
        try
        {
            await host.Start(settings, cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until somebody asks the program to stop, then lets work in hand finish.</summary>
    /// <exception cref="StartRefusedException">It stopped because it must not run so.</exception>
    public async Task Wait(CancellationToken cancellation = default)
    {
        await _app.WaitForShutdownAsync(cancellation);
        ServerLog.Stopped(_log);
        if (_app.Services.GetRequiredService<EngineLoop>().Refusal is { } refusal)
        {
            throw new StartRefusedException(refusal.Message, refusal);
        }
    }

    /// <summary>Asks the host to stop, and waits for it.</summary>
    public Task Stop(CancellationToken cancellation = default) => _app.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Start(TandemSettings settings, CancellationToken cancellation)
    {
        try
        {
            await _app.StartAsync(cancellation);
        }
        catch (IOException taken)
        {
            throw new StartRefusedException($"{taken.Message} Stop what listens there, or choose another address with {Variables.Urls}.", taken);
        }

        _app.Lifetime.ApplicationStopping.Register(() => ServerLog.Stopping(_log, DrainPatience));
        var urls = string.Join(", ", Addresses.Select(address => address.GetLeftPart(UriPartial.Authority)));
        ServerLog.Listening(_log, urls, string.Join(" | ", settings.Connections.Select(Told)), settings.Database);

        static string Told(ConnectionSettings connection) =>
            $"{(connection.Name == Engine.Connection.Default ? "" : $"{connection.Name}: ")}{Fingerprint.Of(connection)}, "
            + $"{(connection.IsPulling ? "pulling: no webhook is needed" : "changes come by webhooks")}; Studio plugin {(connection.Studio ? "on" : "off")}";
    }

    private static WebApplication Build(TandemSettings settings, Action<WebApplicationBuilder>? customize)
    {
        // Nothing but the settings configures it: no appsettings.json, no ASPNETCORE_ variables, no command line.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tandem", EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().UseUrls([.. settings.Listening.Urls]).ConfigureKestrel(KestrelLimits.Apply);
        UseCertificate(builder, settings.Listening);
        builder.Logging.AddConsoleLines(settings);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host =>
        {
            // Together: a sender that drips its body must not eat the time that work in hand has to finish.
            host.ServicesStopConcurrently = true;
            host.ShutdownTimeout = DrainPatience;
        });
        AddProxies(builder.Services, settings.Listening);
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = [.. settings.Listening.AllowedHosts]);
        customize?.Invoke(builder);
        builder.Services.AddTandem(settings);

        var app = builder.Build();
        if (!settings.Listening.TrustedProxies.IsEmpty)
        {
            app.UseForwardedHeaders();
        }

        if (!settings.Listening.AllowedHosts.IsEmpty)
        {
            // Probes of orchestrators name an address, not a host.
            app.UseWhen(context => !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal), filtered => filtered.UseHostFiltering());
        }

        app.UseRouting();
        app.MapTandem();
        return app;
    }

    private static void AddProxies(IServiceCollection services, Listening listening) => services.Configure<ForwardedHeadersOptions>(forwarded =>
    {
        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        foreach (var network in listening.TrustedProxies)
        {
            forwarded.KnownIPNetworks.Add(network);
        }
    });

    private static void UseCertificate(WebApplicationBuilder builder, Listening listening)
    {
        if (listening.Certificate is null || listening.CertificateKey is null)
        {
            return;
        }

        try
        {
            var certificate = X509Certificate2.CreateFromPemFile(listening.Certificate, listening.CertificateKey);
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate));
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new StartRefusedException($"The certificate cannot be read: check {Variables.Certificate} and {Variables.CertificateKey}.", wrong);
        }
    }
}
