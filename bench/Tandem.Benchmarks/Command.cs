using System.Diagnostics;
using System.Globalization;
using Tandem.Sandbox.Sanity;

namespace Tandem.Benchmarks;

/// <summary>How a command went.</summary>
/// <param name="Code">Its exit code; 137 when it was killed.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Took">How long it ran.</param>
/// <param name="Memory">The most memory that it had resident at once, in MB.</param>
/// <param name="Processor">The processor time that it took; it does not depend on who else is at work on the machine.</param>
internal sealed record CommandResult(int Code, string Output, TimeSpan Took, double Memory, TimeSpan Processor);

/// <summary>Runs commands of <c>./tandem</c> in a folder of their own, against stand-ins in live mode.</summary>
internal sealed class Command : IDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);
    private readonly string _root;
    private readonly string _folder;
    private readonly Dictionary<string, string> _variables;

    /// <summary>Makes the folder. It is below artifacts/: a temporary folder may be in memory, where fsync costs nothing.</summary>
    public Command(string root, Worlds worlds)
    {
        _root = root;
        _folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "bench", Path.GetRandomFileName())).FullName;
        _variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STRIPE_SECRET_KEY"] = "sk_live_bench",
            ["STRIPE_API_BASE"] = worlds.StripeAddress.AbsoluteUri,
            ["SANITY_API_TOKEN"] = SanityWorldOptions.EditorToken,
            ["SANITY_API_HOST"] = worlds.SanityAddress.AbsoluteUri,
            ["NEXT_PUBLIC_SANITY_PROJECT_ID"] = worlds.Sanity.Options.ProjectId,
            ["NEXT_PUBLIC_SANITY_DATASET"] = worlds.Sanity.Options.Datasets[0],
        };
    }

    /// <summary>Runs one to its end, or until it is to be killed.</summary>
    public async Task<CommandResult> Run(string[] arguments, Func<bool>? isToDie = null)
    {
        var start = new ProcessStartInfo("bash", ["-c", """exec "$@" >output.log 2>&1""", "bash", Path.Combine(_root, "tandem"), .. arguments]) { WorkingDirectory = _folder };
        foreach (var (name, value) in _variables)
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var (ended, memory, processor) = (process.WaitForExitAsync(), 0.0, TimeSpan.Zero);
        while (await Task.WhenAny(ended, Task.Delay(Glance)) != ended)
        {
            memory = Math.Max(memory, Peak(process.Id));
            process.Refresh();
            processor = process.HasExited ? processor : process.TotalProcessorTime;
            if (isToDie?.Invoke() == true)
            {
                process.Kill();
                isToDie = null;
            }
        }

        return new CommandResult(process.ExitCode, await File.ReadAllTextAsync(Path.Combine(_folder, "output.log")), clock.Elapsed, memory, processor);
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The system's own mark, so that nothing between two looks is missed.
    private static double Peak(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
