using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tandem.Demo.Tests;

/// <summary>The program as it was built, started as somebody would start it.</summary>
internal sealed partial class DemoProgram : IAsyncDisposable
{
    private readonly Process _process;

    private DemoProgram(Process process) => _process = process;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    public static DemoProgram Start(params string[] arguments) => StartIn(Path.GetTempPath(), arguments);

    /// <summary>Starts it with another folder for temporary files.</summary>
    public static DemoProgram StartIn(string temporary, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tandem.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TMPDIR"] = temporary },
        };
        return new DemoProgram(Process.Start(start)!);
    }

    /// <summary>Its whole output and its exit code.</summary>
    public async Task<(int Code, string Output)> Ended(CancellationToken cancellation)
    {
        var output = _process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = _process.StandardError.ReadToEndAsync(cancellation);
        await _process.WaitForExitAsync(cancellation);
        return (_process.ExitCode, await output + await errors);
    }

    /// <summary>The address of the page, once it is told.</summary>
    public async Task<Uri> Address(CancellationToken cancellation)
    {
        while (await _process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (PageAddress().Match(line) is { Success: true } match)
            {
                return new Uri(match.Value);
            }
        }

        throw new InvalidOperationException($"The demo ended without a page: {await _process.StandardError.ReadToEndAsync(cancellation)}");
    }

    /// <summary>As Ctrl-C or a closing terminal would; gives its exit code.</summary>
    public async Task<int> Stop(CancellationToken cancellation)
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    /// <summary>As a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/")]
    private static partial Regex PageAddress();
}
