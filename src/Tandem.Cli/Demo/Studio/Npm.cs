using System.ComponentModel;
using System.Diagnostics;
using Tandem.Server;

namespace Tandem.Cli.Demo;

/// <summary>Runs npm, and knows which Node the Studio can be built with.</summary>
internal static class Npm
{
    private const string Wanted = "The Studio is built with npm and Node 20.19 or newer (not 21, and of 22 from 22.12 on)";
    private const string Source = "get it from https://nodejs.org";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Refuses to begin without a Node that the Studio's own builder accepts.</summary>
    /// <exception cref="StartRefusedException">Node or npm is missing or too old.</exception>
    public static async Task Check(CancellationToken cancellation)
    {
        var said = await Output("node", Path.GetTempPath(), ["--version"], null, cancellation);
        if (!Version.TryParse(said.Trim().TrimStart('v'), out var version) || !IsEnough(version))
        {
            throw new StartRefusedException($"{Wanted}; the node on the PATH is {said.Trim()}: {Source}.");
        }

        await Output(Program, Path.GetTempPath(), ["--version"], null, cancellation);
    }

    /// <summary>Whether a version of Node is one that the packages of the Studio allow.</summary>
    public static bool IsEnough(Version node) => node switch
    {
        { Major: 20 } => node.Minor >= 19,
        { Major: 22 } => node.Minor >= 12,
        _ => node.Major > 22,
    };

    /// <summary>Runs npm in a folder to its end.</summary>
    /// <exception cref="StartRefusedException">It failed; the message has what it said.</exception>
    public static Task Run(string folder, string[] arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation) =>
        Output(Program, folder, arguments, variables, cancellation);

    private static string Program => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static async Task<string> Output(
        string program, string folder, string[] arguments, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["CI"] = "1" },
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Started(start);
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        var what = $"{program} {string.Join(' ', arguments)} in {folder}";
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0
                ? await output
                : throw new StartRefusedException($"{what} ended with {process.ExitCode}:{Environment.NewLine}{await errors}{await output}");
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new StartRefusedException($"{what} did not end within {Patience.TotalMinutes} minutes.", late);
        }
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception absent)
        {
            throw new StartRefusedException($"{Wanted}, and there is no {start.FileName} on the PATH: {Source}.", absent);
        }
    }
}
