using System.Text;

namespace Tandem.Server.Tests.Logs;

public sealed class LineOutputTests
{
    [Fact]
    public void In_the_end_every_line_is_written_in_the_order_in_which_it_was_said()
    {
        var lines = Enumerable.Range(0, 10_000).Select(number => $"line {number}\n").ToList();
        using var stream = new MemoryStream();
        using (var output = new LineOutput(stream, Dropped))
        {
            lines.ForEach(line => output.Append(Encoding.UTF8.GetBytes(line)));
        }

        Assert.Equal(string.Concat(lines), Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_line_is_written_without_waiting_for_the_end()
    {
        using var stream = new Slow();
        using var output = new LineOutput(stream, Dropped);
        output.Append("one\n"u8);

        stream.Went.Wait(TestContext.Current.CancellationToken);
        stream.Gate.Set();
    }

    [Fact]
    public void A_reader_that_stands_still_stops_nobody_and_is_told_later_what_was_dropped()
    {
        using var stream = new Slow();
        using (var output = new LineOutput(stream, Dropped))
        {
            output.Append("first\n"u8);
            stream.Went.Wait(TestContext.Current.CancellationToken);
            var line = new byte[1024];
            for (var i = 0; i < (LineOutput.Limit / line.Length) + 3; i++)
            {
                output.Append(line);
            }

            stream.Gate.Set();
        }

        var text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.StartsWith("first\n", text, StringComparison.Ordinal);
        Assert.EndsWith("3 dropped", text, StringComparison.Ordinal);
        Assert.Equal("first\n".Length + LineOutput.Limit + "3 dropped".Length, text.Length);
    }

    private static ReadOnlyMemory<byte> Dropped(int lines) => Encoding.UTF8.GetBytes($"{lines} dropped");

    private sealed class Slow : MemoryStream
    {
        public ManualResetEventSlim Went { get; } = new();

        public ManualResetEventSlim Gate { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Went.Set();
            Gate.Wait();
            base.Write(buffer);
        }
    }
}
