using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tandem.Sandbox;

/// <summary>Puts one world on a socket of 127.0.0.1, so that unmodified vendor clients can talk to it.</summary>
public sealed class SandboxHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxHost(WebApplication app, ICollection<string> addresses)
    {
        _app = app;
        Address = new Uri(addresses.Single(static address => address.StartsWith("http:", StringComparison.Ordinal)));
        SecureAddress = addresses.SingleOrDefault(static address => address.StartsWith("https:", StringComparison.Ordinal)) is { } secure ? new Uri(secure) : null;
    }

    /// <summary>Where it listens, for instance <c>http://127.0.0.1:43127/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Where it listens for HTTPS, when it was asked to.</summary>
    public Uri? SecureAddress { get; }

    /// <summary>Starts a host for a world.</summary>
    public static async Task<SandboxHost> Start(IWorld world, SandboxHostOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        // Empty: the others watch the working folder for changed settings, and with it every write of a database below it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SandboxHost).Assembly.GetName().Name });
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBody;
            kestrel.Listen(IPAddress.Loopback, options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
            if (options.SecurePort is { } secure)
            {
                kestrel.Listen(IPAddress.Loopback, secure, listen => Secure(listen, options));
            }
        });

        var app = builder.Build();
        app.UseWebSockets();
        app.Run(context => Serve(context, world, options));
        try
        {
            await app.StartAsync(cancel);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new SandboxHost(app, app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses);
    }

    /// <summary>Stops listening and cuts what is open.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private static void Secure(ListenOptions listen, SandboxHostOptions options)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(options.Certificate ?? LocalCertificate.Make(options.Clock));
    }

    private static async Task Serve(HttpContext context, IWorld world, SandboxHostOptions options)
    {
        context.Response.Headers[Answers.MarkName] = Answers.MarkValue;
        if (options.Streams is { } streams && await streams(context))
        {
            return;
        }

        var request = await HttpExchange.Read(context.Request, context.RequestAborted);
        var answer = world.Handle(request);
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, options.Clock, context.RequestAborted);
        }

        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }

        await HttpExchange.Write(context.Response, answer, context.RequestAborted);
        world.Faults.Raise(request, CallMoment.AfterReply);
    }
}
