using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Says truly whether the service can do its work.</summary>
/// <remarks>
/// Alive: the process answers. Ready: the store commits, the engine runs, and of a connection at least both sides have told who they are, and neither has refused or failed us for
/// longer than <see cref="SidePulse.Patience"/>. A short outage of a vendor does not make us unready: webhooks are stored meanwhile. A service of several connections of which one is not
/// ready is degraded, not unready: a balancer that took it out would take the others with it. Each connection can be asked for by its name.
/// </remarks>
internal sealed class Health(StoreProbe probe, StartCheck check, EngineLoop loop, TimeProvider time)
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
        var common = await Common(context.RequestAborted);
        var connections = Connections();
        var isReady = common.Reasons.IsEmpty && connections.Any(IsReady);
        ImmutableArray<string> reasons =
        [
            .. common.Reasons, .. connections.SelectMany(one => one.Reasons.Select(reason => connections.Length == 1 ? reason : $"{one.Name}: {reason}")),
        ];
        var report = new HealthReport(reasons.IsEmpty ? "ready" : isReady ? "degraded" : NotReady, reasons, common.Store, loop.Health.Running, connections);
        await Answer(context, Status(isReady), JsonSerializer.SerializeToUtf8Bytes(report, HealthJson.Default.HealthReport));
    }

    /// <summary>Answers 200 when one connection is ready, or 503 with the reasons.</summary>
    public async Task Ready(HttpContext context, ConnectionCheck connection)
    {
        var report = Report(connection, loop.Health, (await Common(context.RequestAborted)).Reasons);
        await Answer(context, Status(IsReady(report)), JsonSerializer.SerializeToUtf8Bytes(report, HealthJson.Default.ConnectionReport));
    }

    /// <summary>How each connection is doing.</summary>
    public ImmutableArray<ConnectionReport> Connections()
    {
        var health = loop.Health;
        return [.. check.Checks.Select(one => Report(one, health, []))];
    }

    private const string NotReady = "not ready";

    private static bool IsReady(ConnectionReport report) => report.Reasons.IsEmpty;

    private static int Status(bool isReady) => isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;

    // What stands in the way of every connection.
    private async Task<(string Store, ImmutableArray<string> Reasons)> Common(CancellationToken cancellation)
    {
        var trouble = await probe.Try(cancellation);
        string?[] reasons = [trouble is null ? null : $"The store cannot commit: {trouble}", loop.Trouble is { } broken ? $"The engine is not running: {broken}" : null];
        return (trouble is null ? "writable" : "not writable", [.. reasons.OfType<string>()]);
    }

    private ConnectionReport Report(ConnectionCheck connection, EngineHealth health, ImmutableArray<string> common)
    {
        var (sanity, stripe) = (Of(connection, health, Side.Sanity), Of(connection, health, Side.Stripe));
        ImmutableArray<string> reasons = [.. common, .. Reasons(connection, sanity, stripe)];
        var listeners = health.Listeners.Where(one => one.Connection == connection.Settings.Name).Select(one => new ListenerReport(one.What, one.Since, one.Fault));
        return new ConnectionReport(
            connection.Settings.Name, reasons.IsEmpty ? "ready" : NotReady, reasons, connection.Refusal?.Message, sanity, stripe, connection.Settings.IsPulling ? "pulled" : "webhooks", [.. listeners]);
    }

    private IEnumerable<string> Reasons(ConnectionCheck connection, SideReport sanity, SideReport stripe)
    {
        if (connection.Refusal is { } refusal)
        {
            yield return refusal.Message;
        }

        if (Lost(sanity) is { } noSanity)
        {
            yield return $"Sanity: {noSanity}";
        }

        if (Lost(stripe) is { } noStripe)
        {
            yield return $"Stripe: {noStripe}";
        }

        if (!connection.Ready.IsCompleted && connection.Refusal is null && Lost(sanity) is null && Lost(stripe) is null)
        {
            yield return "The two sides have not told yet who they are.";
        }
    }

    private string? Lost(SideReport side) =>
        side.Fault is { } fault && (side.LastContact is null || !(time.GetUtcNow() - side.FailingSince <= SidePulse.Patience)) ? fault : null;

    private static SideReport Of(ConnectionCheck connection, EngineHealth health, Side side)
    {
        var asked = connection.Of(side);
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
