using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tandem.Server.Tests.Logs;

public sealed class VisibleTests
{
    [Theory]
    [InlineData("plain text, 100 %", "plain text, 100 %")]
    [InlineData("Größe – 日本語 🧢", "Größe – 日本語 🧢")]
    [InlineData("one\r\ninfo forged line", "one��info forged line")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "�[2J�]0;title�")]
    [InlineData("\u009b31m", "�31m")]
    [InlineData("abc\u202Ecba", "abc�cba")]
    [InlineData("a\u2028b", "a�b")]
    [InlineData("a\0b\tc\u007f", "a�b�c�")]
    public void Text_from_anybody_becomes_harmless(string text, string expected) => Assert.Equal(expected, Visible.Text(text));

    [Fact]
    public void A_broken_surrogate_becomes_a_sign() => Assert.Equal("�x", Visible.Text((char)0xd800 + "x"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("T", "14")]
    public void No_sink_lets_anybody_forge_a_line_or_move_the_cursor(bool isJson)
    {
        var hostile = "x\r\n{\"level\":\"critical\"}\u001b[31m\u202E";
        var line = Write(isJson, hostile, null);
        Assert.Equal(1, line.Count(character => character == '\n'));
        Assert.DoesNotContain(line, character => char.IsControl(character) && character != '\n');
        if (isJson)
        {
            var json = JsonDocument.Parse(line).RootElement;
            Assert.Equal("information", json.GetProperty("level").GetString());
            Assert.DoesNotContain(json.GetProperty("properties").GetProperty("Name").GetString()!, char.IsControl);
            Assert.DoesNotContain(json.GetProperty("message").GetString()!, char.IsControl);
        }
    }

    [Fact]
    public void An_exception_keeps_its_lines_and_nothing_else()
    {
        var line = Write(isJson: false, "x", new InvalidOperationException("bad\u001b[2J"));
        Assert.Contains("System.InvalidOperationException: bad�[2J", line, StringComparison.Ordinal);
        Assert.Equal("System.InvalidOperationException: bad�[2J", JsonDocument.Parse(Write(isJson: true, "x", new InvalidOperationException("bad\u001b[2J"))).RootElement.GetProperty("exception").GetString());
    }

    private static string Write(bool isJson, string name, Exception? exception)
    {
        var output = new ArrayBufferWriter<byte>();
        IReadOnlyList<KeyValuePair<string, object?>> state = [new("Name", name), new("Count", 3), new("{OriginalFormat}", "{Name}")];
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(LogLevel.Information, "Category", new EventId(7), state, exception, (_, _) => $"said {name}");
        if (isJson)
        {
            new JsonLines(TimeProvider.System).Write(entry, output);
        }
        else
        {
            new TextLines(TimeProvider.System).Write(entry, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
