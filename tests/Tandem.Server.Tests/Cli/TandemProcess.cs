using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Tandem.Server.Tests.Cli;

/// <summary>The program as users start it: another process, with an environment of its own.</summary>
public sealed class TandemProcess : IDisposable
{
    private const int Terminate = 15;
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private TandemProcess(Process process) => _process = process;

    public string Output => Text(_output);

    public string Error => Text(_error);

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts it in a folder; it sees the given variables and none of the test's own that begin with a vendor's name or ours.</summary>
    public static TandemProcess Start(string folder, SettingsSource? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "tandem.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => Variables.All.Any(variable => name.StartsWith(variable.Name, StringComparison.Ordinal))).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment?.Values ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var started = new TandemProcess(new Process { StartInfo = start });
        started._process.OutputDataReceived += (_, line) => Append(started._output, line.Data);
        started._process.ErrorDataReceived += (_, line) => Append(started._error, line.Data);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(string folder, params string[] arguments)
    {
        using var process = Start(folder, null, arguments);
        return (await process.Ended(), process.Output, process.Error);
    }

    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <summary>Asks it to stop, as an orchestrator does.</summary>
    public void AskToStop() => Assert.Equal(0, Kill(_process.Id, Terminate));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
