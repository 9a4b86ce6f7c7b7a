using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace Tandem.Sandbox.Sanity;

/// <summary>Serves the web sockets under <c>/socket/{dataset}</c>.</summary>
/// <param name="options">The project's datasets and tokens.</param>
/// <param name="clock">The clock of heartbeats.</param>
internal sealed class PresenceSockets(SanityWorldOptions options, TimeProvider clock)
{
    private const string Heartbeat = "♥";
    private const int LongestFrame = 256 * 1024;
    private readonly ConcurrentDictionary<string, PresenceRoom> _rooms = [];

    /// <summary>Takes over a request for a socket; false for any other.</summary>
    public async Task<bool> Serve(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest
            || Route.Parse(context.Request.Path.Value!) is not { Segments: ["socket", var dataset] }
            || !options.Datasets.Contains(dataset))
        {
            return false;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var frames = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        var room = _rooms.GetOrAdd(dataset, static _ => new PresenceRoom());
        var guest = new PresenceGuest(room, options, frame => frames.Writer.TryWrite(frame));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        room.Enter(guest);
        var speaking = Speak(socket, frames.Reader, end.Token);
        try
        {
            await Listen(socket, guest, end.Token);
        }
        catch (Exception cut) when (cut is WebSocketException or OperationCanceledException)
        {
            // The browser went away without a word, or the host is being stopped.
        }
        finally
        {
            room.Leave(guest);
            await end.CancelAsync();
            await speaking;
        }

        return true;
    }

    private static async Task Listen(WebSocket socket, PresenceGuest guest, CancellationToken end)
    {
        var buffer = new byte[LongestFrame];
        while (true)
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), end);
                length += part.Count;
            }
            while (!part.EndOfMessage && length < buffer.Length);

            if (part.MessageType == WebSocketMessageType.Close || !part.EndOfMessage)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, end);
                return;
            }

            if (!guest.Take(Encoding.UTF8.GetString(buffer, 0, length)))
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)PresenceGuest.Unauthorized, "Unauthorized", end);
                return;
            }
        }
    }

    private async Task Speak(WebSocket socket, ChannelReader<string> frames, CancellationToken end)
    {
        try
        {
            var waiting = frames.WaitToReadAsync(end).AsTask();
            while (true)
            {
                using (var quiet = CancellationTokenSource.CreateLinkedTokenSource(end))
                {
                    await Task.WhenAny(waiting, Task.Delay(options.Heartbeat, clock, quiet.Token));
                    await quiet.CancelAsync();
                }

                end.ThrowIfCancellationRequested();
                if (!waiting.IsCompleted)
                {
                    await Say(Heartbeat);
                    continue;
                }

                while (frames.TryRead(out var frame))
                {
                    await Say(frame);
                }

                waiting = frames.WaitToReadAsync(end).AsTask();
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException)
        {
            // Nobody listens any more.
        }

        async Task Say(string frame) => await socket.SendAsync(Encoding.UTF8.GetBytes(frame).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, end);
    }
}
