using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Demo;

/// <summary>Serves a built Studio as a static host would: files as they are, and the page for every other address.</summary>
internal sealed class StudioSite : IAsyncDisposable
{
    // The Studio would ask its vendor for fonts, news and newer versions: here it finds its stand-in and nobody else.
    private static readonly string Policy =
        $"default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob: https://*.{ShopStudio.Host}:*; connect-src 'self' https://*.{ShopStudio.Host}:* wss://*.{ShopStudio.Host}:*";

    private readonly WebApplication _app;
    private readonly PhysicalFileProvider _files;

    private StudioSite(WebApplication app, PhysicalFileProvider files)
    {
        (_app, _files) = (app, files);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>Where it is for somebody who is not logged in: the Studio takes the session from there, and keeps it.</summary>
    public Uri LogIn => new(Address, $"/#token={SanityWorldOptions.PersonToken}");

    /// <summary>Starts to serve a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="port">The port on 127.0.0.1; 0 lets the system choose.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<StudioSite> Start(string folder, int port = 0)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        var files = new PhysicalFileProvider(folder);
        var app = builder.Build();
        app.Use(static (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.CacheControl = "no-cache";
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, ServeUnknownFileTypes = true });
        app.Run(async context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.SendFileAsync(files.GetFileInfo("index.html"), context.RequestAborted);
        });
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            files.Dispose();
            throw;
        }

        return new StudioSite(app, files);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _files.Dispose();
    }
}
