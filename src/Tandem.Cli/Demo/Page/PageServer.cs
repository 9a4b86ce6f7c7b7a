using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Demo;

/// <summary>The demo's page on a socket of this machine.</summary>
/// <remarks>Nobody else can use it: it answers to loopback names only, and takes acts from its own page only.</remarks>
internal sealed class PageServer : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private readonly WebApplication _app;

    private PageServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts it.</summary>
    /// <param name="port">The port on 127.0.0.1; 0 lets the system choose.</param>
    /// <param name="stage">What is shown.</param>
    /// <param name="timeline">What happened.</param>
    /// <param name="trouble">Makes trouble.</param>
    /// <param name="page">What moves.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<PageServer> Start(int port, Stage stage, Timeline timeline, TroubleActs trouble, LivePage page)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tandem" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.Use((context, next) => Guard(context, next, page.Studio));
        app.UseRouting();
        app.MapGet("/", context => Send(context, "text/html; charset=utf-8", Shell.Of(page.Now, page.Studio)));
        app.MapGet("/assets/{name}", Asset);
        app.MapGet("/form/{name}", context => Form(context, stage.StandIns));
        app.MapGet("/stream", context => Stream(context, page));
        var acts = new Dictionary<string, IActs>(StringComparer.Ordinal)
        {
            ["content"] = new ContentActs(stage, timeline),
            ["stripe"] = new StripeActs(stage, timeline),
            ["trouble"] = trouble,
        };
        app.MapPost("/act/{group}/{verb}", context => Act(context, acts));
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new PageServer(app);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    // Another site must not act in the visitor's name, nor reach us through a name of its own that it points to this machine.
    private static Task Guard(HttpContext context, RequestDelegate next, StudioFrame? studio)
    {
        var request = context.Request;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' {Origin(studio?.Api)}; frame-src {Origin(studio?.LogIn) ?? "'none'"}; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        var origin = request.Headers.Origin.ToString();
        var isOurs = request.Host.Host is "127.0.0.1" or "localhost" && (origin.Length == 0 || origin == $"http://{request.Host}");
        if (isOurs)
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static string? Origin(Uri? address) => address?.GetLeftPart(UriPartial.Authority);

    private static Task Asset(HttpContext context)
    {
        if (Assets.Find((string)context.Request.RouteValues["name"]!) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return Send(context, asset.Type, asset.Text);
    }

    private static Task Form(HttpContext context, StandIns standIns)
    {
        string? Asked(string name) => context.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
        if (Forms.Find(standIns, (string)context.Request.RouteValues["name"]!, Asked("id"), Asked("product")) is not { } form)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return Send(context, "text/html; charset=utf-8", form.Text);
    }

    private static async Task Act(HttpContext context, Dictionary<string, IActs> acts)
    {
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            var isDone = acts.TryGetValue((string)context.Request.RouteValues["group"]!, out var group)
                && await group.Do((string)context.Request.RouteValues["verb"]!, form, context.RequestAborted);
            context.Response.StatusCode = isDone ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
        }
        catch (Exception refused) when (refused is InvalidOperationException or SanityRefusedException or ArgumentException)
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await Send(context, "text/plain; charset=utf-8", refused.Message);
        }
    }

    // Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html; only panes that changed are sent.
    private static async Task Stream(HttpContext context, LivePage page)
    {
        context.Response.ContentType = "text/event-stream";
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            await foreach (var snapshot in page.Watch(context.RequestAborted))
            {
                foreach (var (name, fragments) in snapshot.Panes)
                {
                    var json = JsonSerializer.Serialize(new { Pane = name, Fragments = fragments }, Wire);
                    if (sent.GetValueOrDefault(name) != json)
                    {
                        sent[name] = json;
                        await context.Response.WriteAsync($"data: {json}\n\n", context.RequestAborted);
                    }
                }

                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The visitor has left.
        }
    }

    private static Task Send(HttpContext context, string type, string text)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
