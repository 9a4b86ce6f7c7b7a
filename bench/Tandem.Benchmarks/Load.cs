using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tandem.Benchmarks;

/// <summary>What a run of load found.</summary>
/// <param name="Answers">How many answers of 200 there were.</param>
/// <param name="Rate">As many a second.</param>
/// <param name="Middle">The median time to an answer, in milliseconds.</param>
/// <param name="Slow">The 99th percentile of it, in milliseconds.</param>
internal sealed record LoadResult(int Answers, double Rate, double Middle, double Slow);

/// <summary>Connections that each send a webhook, wait for the answer, and send the next: plain sockets, so that the client takes as little as it can.</summary>
internal static class Load
{
    /// <summary>Sends for a while, or until so many were sent.</summary>
    /// <exception cref="InvalidOperationException">Something was answered with another status than 200.</exception>
    public static async Task<LoadResult> Run(Uri target, Mail mail, int connections, TimeSpan time, int atMost = int.MaxValue)
    {
        var left = atMost;
        var times = new ConcurrentBag<List<double>>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(Send)));
        var elapsed = clock.Elapsed;
        var all = times.SelectMany(one => one).ToList();
        return new LoadResult(all.Count, all.Count / elapsed.TotalSeconds, Median.Of(all), Median.At(all, 0.99));

        async Task Send()
        {
            var mine = new List<double>();
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, target.Port);
            var buffer = new byte[4096];
            while (clock.Elapsed < time && Interlocked.Decrement(ref left) >= 0)
            {
                var request = mail.Next();
                var start = Stopwatch.GetTimestamp();
                await socket.SendAsync(request, SocketFlags.None);
                await Answer(socket, buffer);
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            times.Add(mine);
        }
    }

    // The head, then as many bytes as it announces; nothing else is understood.
    private static async Task Answer(Socket socket, byte[] buffer)
    {
        var filled = 0;
        while (true)
        {
            var got = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
            if (got == 0)
            {
                throw new InvalidOperationException("The connection was closed.");
            }

            filled += got;
            if (IsWhole(buffer.AsSpan(0, filled)))
            {
                return;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (!answer.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException(Encoding.ASCII.GetString(answer));
        }

        var length = answer[(answer.IndexOf("Content-Length: "u8) + 16)..end];
        var line = length.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(line < 0 ? length : length[..line]);
    }
}
