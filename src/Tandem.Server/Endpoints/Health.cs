using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Says truly whether the service can do its work.</summary>
/// <remarks>
/// Alive: the process answers. Ready: the store commits, the engine runs, both sides have told who they are, and neither has refused or failed us for
/// longer than <see cref="SidePulse.Patience"/>. A short outage of a vendor does not make us unready: webhooks are stored meanwhile.
/// </remarks>
internal sealed class Health(TandemSettings settings, StoreProbe probe, StartCheck check, EngineLoop loop, TimeProvider time)
{
    /// <summary>Where to ask whether the process answers.</summary>
    public const string LivePath = "/health/live";

    /// <summary>Where to ask whether it can do its work.</summary>
    public const string ReadyPath = "/health/ready";

    private static readonly byte[] Alive = """{"status":"live"}"""u8.ToArray();

    /// <summary>Answers as long as the process can.</summary>
    public static Task Live(HttpContext context) => Answer(context, StatusCodes.Status200OK, Alive);

    /// <summary>Answers 200, or 503 with the reasons.</summary>
    public async Task Ready(HttpContext context)
    {
        var report = await Report(context.RequestAborted);
        var status = report.Reasons.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await Answer(context, status, JsonSerializer.SerializeToUtf8Bytes(report, HealthJson.Default.HealthReport));
    }

    /// <summary>How each connection's sides are doing.</summary>
    public ImmutableArray<ConnectionReport> Connections()
    {
        var health = loop.Health;
        var changes = settings.Of(Connection.Default).IsPulling ? "pulled" : "webhooks";
        var listeners = health.Listeners.Where(one => one.Connection == Connection.Default).Select(one => new ListenerReport(one.What, one.Since, one.Fault));
        return [new ConnectionReport(Connection.Default, Of(health, Side.Sanity), Of(health, Side.Stripe), changes, [.. listeners])];
    }

    private async Task<HealthReport> Report(CancellationToken cancellation)
    {
        var trouble = await probe.Try(cancellation);
        var connections = Connections();
        ImmutableArray<string> reasons = [.. Reasons(trouble, connections[0].Sanity, connections[0].Stripe)];
        return new HealthReport(
            reasons.IsEmpty ? "ready" : "not ready",
            reasons,
            trouble is null ? "writable" : "not writable",
            loop.Health.Running,
            connections);
    }

    private IEnumerable<string> Reasons(string? storeTrouble, SideReport sanity, SideReport stripe)
    {
        if (storeTrouble is not null)
        {
            yield return $"The store cannot commit: {storeTrouble}";
        }

        if (loop.Trouble is { } trouble)
        {
            yield return $"The engine is not running: {trouble}";
        }

        if (Lost(sanity) is { } noSanity)
        {
            yield return $"Sanity: {noSanity}";
        }

        if (Lost(stripe) is { } noStripe)
        {
            yield return $"Stripe: {noStripe}";
        }

        if (!check.IsConfirmed && Lost(sanity) is null && Lost(stripe) is null)
        {
            yield return "The two sides have not told yet who they are.";
        }
    }

    private string? Lost(SideReport side) =>
        side.Fault is { } fault && (side.LastContact is null || !(time.GetUtcNow() - side.FailingSince <= SidePulse.Patience)) ? fault : null;

    private SideReport Of(EngineHealth health, Side side)
    {
        var asked = check.Of(side);
        var working = health.Sides.FirstOrDefault(one => one.Side == side && one.Connection == asked.Connection);

        // The engine has not spoken to a side that it had no work for; then what the start found still holds.
        return working is { LastContact: null, Fault: null } or null
            ? new SideReport(asked.LastContact, asked.Fault)
            : new SideReport(working.LastContact ?? asked.LastContact, working.Fault, working.FailingSince);
    }

    private static Task Answer(HttpContext context, int status, byte[] body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
