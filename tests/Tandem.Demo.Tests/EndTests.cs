namespace Tandem.Demo.Tests;

/// <summary>However the demo ends, nothing of it stays.</summary>
public sealed class EndTests : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private readonly string _temporary = Directory.CreateTempSubdirectory("tandem-demo-tests-").FullName;

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    [Fact]
    public async Task When_it_is_stopped_it_leaves_nothing_behind()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var demo = DemoProgram.StartIn(_temporary, "demo", "--port", "0");
        await demo.Address(cancellation);

        var code = await demo.Stop(cancellation);

        Assert.Equal(0, code);
        Assert.Empty(Directory.EnumerateDirectories(_temporary, "tandem-demo-*"));
        Assert.Empty(ProcessesIn(_temporary));
    }

    [Fact]
    public async Task The_service_does_not_outlive_a_demo_that_was_killed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var demo = DemoProgram.StartIn(_temporary, "demo", "--port", "0");
        await demo.Address(cancellation);
        Assert.NotEmpty(ProcessesIn(_temporary));

        demo.Kill();

        // The service notices that its input was closed.
        using var timer = new PeriodicTimer(Glance);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (ProcessesIn(_temporary).Any())
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    [Fact]
    public async Task A_taken_port_is_told_in_a_sentence()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        await using var demo = DemoProgram.StartIn(_temporary, "demo", "--port", ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

        var (code, output) = await demo.Ended(cancellation);

        Assert.Equal(2, code);
        Assert.Contains("--port", output);
        Assert.DoesNotContain("   at ", output);
        Assert.Empty(Directory.EnumerateDirectories(_temporary, "tandem-demo-*"));
    }

    private static IEnumerable<string> ProcessesIn(string folder) => Directory.EnumerateDirectories("/proc").Where(process =>
    {
        try
        {
            return Directory.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName.StartsWith(folder, StringComparison.Ordinal) == true;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}
