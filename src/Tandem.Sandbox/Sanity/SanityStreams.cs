using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Tandem.Sandbox.Sanity;

/// <summary>Serves what stays open: <c>data/listen</c> and the Studio's presence; for <see cref="SandboxHostOptions.Streams"/>.</summary>
/// <param name="world">The world that is listened to.</param>
/// <param name="clock">The clock of keep-alives, heartbeats and lifetimes.</param>
public sealed class SanityStreams(SanityWorld world, TimeProvider clock)
{
    private readonly PresenceSockets _presence = new(world.Options, clock);

    /// <summary>Takes over a request for a listener or a socket; false for any other request, and for one that is to be refused.</summary>
    public async Task<bool> Serve(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            return false;
        }

        return Route.Parse(context.Request.Path.Value!)?.Segments switch
        {
            ["data", "listen", _] => await ServeListener(context),
            ["agent", _, "bundles", "mine", "listen"] => await ServeBundles(context),
            ["socket", _] => await _presence.Serve(context),
            _ => false,
        };
    }

    private async Task<bool> ServeListener(HttpContext context)
    {
        var frames = Channel.CreateUnbounded<ListenFrame>(new UnboundedChannelOptions { SingleReader = true });
        var request = await HttpExchange.Read(context.Request, context.RequestAborted);
        if (Opened(request, frames.Writer) is not { } listening)
        {
            return false;
        }

        using (listening)
        {
            await Pump(context, frames.Reader);
        }

        return true;
    }

    /// <summary>The Studio listens for changes that an agent of Sanity's proposes: here is none.</summary>
    private async Task<bool> ServeBundles(HttpContext context)
    {
        var frames = Channel.CreateUnbounded<ListenFrame>();
        frames.Writer.TryWrite(new ListenFrame("bundles", null, """{"bundles":[]}"""));
        await Pump(context, frames.Reader);
        return true;
    }

    private IDisposable? Opened(SandboxRequest request, ChannelWriter<ListenFrame> frames)
    {
        try
        {
            return world.ListenRequestOf(request) is { } wanted
                ? world.Listen(wanted.Listen, frame => frames.TryWrite(frame), wanted.Dataset, wanted.IsAnonymous)
                : null;
        }
        catch (Exception refused) when (refused is LakeRefusalException or SanityRefusedException)
        {
            // The world itself gives the same refusal as a plain answer.
            return null;
        }
    }

    private async Task Pump(HttpContext context, ChannelReader<ListenFrame> frames)
    {
        using var lifetime = new CancellationTokenSource(world.Options.ListenerLifetime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Token, context.RequestAborted);
        var end = either.Token;
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        if (context.Request.Headers.Origin is [{ } origin, ..])
        {
            response.Headers.AccessControlAllowOrigin = origin;
            response.Headers.AccessControlAllowCredentials = "true";
        }

        try
        {
            var waiting = frames.WaitToReadAsync(end).AsTask();
            while (true)
            {
                while (frames.TryRead(out var frame))
                {
                    await response.Body.WriteAsync(frame.ToBytes(), end);
                }

                await response.Body.FlushAsync(end);
                if (waiting.IsCompleted)
                {
                    waiting = frames.WaitToReadAsync(end).AsTask();
                }

                using var quiet = CancellationTokenSource.CreateLinkedTokenSource(end);
                await Task.WhenAny(waiting, Task.Delay(world.Options.KeepAlive, clock, quiet.Token));
                await quiet.CancelAsync();
                end.ThrowIfCancellationRequested();
                if (!waiting.IsCompleted)
                {
                    await response.Body.WriteAsync(ListenFrame.KeepAlive, end);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The listener's time is over, or nobody listens any more; the client comes back on its own.
        }
    }
}
