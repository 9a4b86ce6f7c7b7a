using System.Text.Json;

namespace Tandem.Demo.Tests;

public sealed class OnceTests
{
    [Fact]
    public async Task The_whole_storyline_holds()
    {
        await using var demo = DemoProgram.Start("demo", "--once", "--json");

        var (code, output) = await demo.Ended(TestContext.Current.CancellationToken);

        Assert.True(code == 0, output);
        using var report = JsonDocument.Parse(output);
        Assert.True(report.RootElement.GetProperty("holds").GetBoolean());
        Assert.InRange(report.RootElement.GetProperty("steps").GetArrayLength(), 8, 50);
    }
}
