using System.Buffers;

namespace Tandem.Server;

/// <summary>Writes lines to a stream on a thread of its own, many at once: who has something to say never waits for who reads it.</summary>
/// <remarks>A line is written within <see cref="Gather"/>, and in the end all are. What a kill takes with it is at most what was said in that time.</remarks>
internal sealed class LineOutput : IDisposable
{
    /// <summary>How long lines are gathered before they are written: one system call, and one thread woken, for many.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(20);

    /// <summary>How many bytes wait for a slow reader before new lines are dropped: a stopped reader must not stop the service.</summary>
    public const int Limit = 4 * 1024 * 1024;

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _some = new(false);
    private readonly ManualResetEvent _closing = new(false);
    private readonly Stream _stream;
    private readonly Func<int, ReadOnlyMemory<byte>> _tellDropped;
    private readonly Thread _writer;
    private ArrayBufferWriter<byte> _waiting = new(16 * 1024);
    private ArrayBufferWriter<byte> _written = new(16 * 1024);
    private int _dropped;

    /// <summary>Begins to write.</summary>
    /// <param name="stream">Where to; closed in the end.</param>
    /// <param name="tellDropped">The line that says how many were dropped.</param>
    public LineOutput(Stream stream, Func<int, ReadOnlyMemory<byte>> tellDropped)
    {
        (_stream, _tellDropped) = (stream, tellDropped);
        _writer = new Thread(Write) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    /// <summary>Takes a line, to be written soon.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        bool isFirst;
        lock (_gate)
        {
            if (_waiting.WrittenCount + line.Length > Limit)
            {
                _dropped++;
                return;
            }

            isFirst = _waiting.WrittenCount == 0;
            _waiting.Write(line);
        }

        if (isFirst)
        {
            _some.Set();
        }
    }

    /// <summary>Writes what waits and ends; a reader that takes nothing is not waited for long.</summary>
    public void Dispose()
    {
        _closing.Set();
        _some.Set();
        if (_writer.Join(LastPatience))
        {
            _some.Dispose();
            _closing.Dispose();
            _stream.Dispose();
        }
    }

    private void Write()
    {
        var isOver = false;
        while (!isOver)
        {
            _some.WaitOne();
            isOver = _closing.WaitOne(Gather);
            WriteWaiting();
        }
    }

    private void WriteWaiting()
    {
        int dropped;
        lock (_gate)
        {
            (_waiting, _written) = (_written, _waiting);
            (dropped, _dropped) = (_dropped, 0);
        }

        try
        {
            _stream.Write(_written.WrittenSpan);
            if (dropped > 0)
            {
                _stream.Write(_tellDropped(dropped).Span);
            }

            _stream.Flush();
        }
        catch (IOException)
        {
            // Nobody reads any more, or the disk is full: the work goes on without a log.
        }

        _written.ResetWrittenCount();
    }
}
