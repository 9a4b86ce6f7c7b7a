using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Tandem.Sandbox.Sanity;

/// <summary>Serves <c>data/listen</c> over a socket, for <see cref="SandboxHostOptions.Streams"/>.</summary>
/// <param name="world">The world that is listened to.</param>
/// <param name="clock">The clock of keep-alives and lifetimes.</param>
public sealed class SanityStreams(SanityWorld world, TimeProvider clock)
{
    /// <summary>Takes over a request for a listener; false for any other request, and for one that is to be refused.</summary>
    public async Task<bool> Serve(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!context.Request.Path.Value!.Contains("/data/listen/", StringComparison.Ordinal))
        {
            return false;
        }

        var frames = Channel.CreateUnbounded<ListenFrame>(new UnboundedChannelOptions { SingleReader = true });
        var request = await HttpExchange.Read(context.Request, context.RequestAborted);
        if (Opened(request, frames.Writer) is not { } listening)
        {
            return false;
        }

        using (listening)
        {
            using var lifetime = new CancellationTokenSource(world.Options.ListenerLifetime, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.Token, context.RequestAborted);
            await Pump(context, frames.Reader, either.Token);
        }

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

    private async Task Pump(HttpContext context, ChannelReader<ListenFrame> frames, CancellationToken end)
    {
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
