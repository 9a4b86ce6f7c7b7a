using System.Text;

namespace Tandem.Sandbox.Sanity;

/// <summary>One event of a listener, as it goes over the wire.</summary>
/// <param name="Event"><c>welcome</c>, <c>mutation</c>, <c>welcomeback</c>, <c>reset</c> or <c>channelError</c>.</param>
/// <param name="Id">The event id, which a client names to resume; null where there is none.</param>
/// <param name="Data">One line of JSON.</param>
public sealed record ListenFrame(string Event, string? Id, string Data)
{
    /// <summary>A comment that keeps the connection alive.</summary>
    public static ReadOnlyMemory<byte> KeepAlive { get; } = ":\n\n"u8.ToArray();

    /// <summary>The frame as server-sent event.</summary>
    public ReadOnlyMemory<byte> ToBytes() =>
        Encoding.UTF8.GetBytes(Id is null ? $"event: {Event}\ndata: {Data}\n\n" : $"event: {Event}\nid: {Id}\ndata: {Data}\n\n");
}
