using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Tandem.Sandbox.Tests.Interop.NpmClients))]

namespace Tandem.Sandbox.Tests.Interop;

/// <summary>The official npm clients of tests/interop, installed once per change of their lock file.</summary>
public sealed class NpmClients
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(2);
    private readonly Lazy<Task> _installed = new(Install);

    /// <summary>The folder tests/interop of this checkout.</summary>
    public static string Folder { get; } = Path.Combine(Root(), "tests", "interop");

    /// <summary>Runs a script of tests/interop with Node and returns the JSON verdict of its last line.</summary>
    public async Task<JsonObject> Script(string name, params string[] arguments)
    {
        await _installed.Value;
        var (code, output, errors) = await Run("node", [name, .. arguments], [], RunLimit);
        var last = output.TrimEnd().Split('\n')[^1];
        Assert.True(code == 0, $"node {name} ended with {code}: {errors}\n{output}");
        return JsonNode.Parse(last)!.AsObject();
    }

    /// <summary>Runs the program of a package, named by its file below node_modules.</summary>
    public async Task<(int Code, string Output, string Errors)> Program(string file, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        await _installed.Value;
        return await Run("node", [Path.Combine("node_modules", file), .. arguments], environment, RunLimit);
    }

    private static async Task Install()
    {
        var stamp = Path.Combine(Folder, "node_modules", ".tandem-lock");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return;
        }

        var (code, _, errors) = await Run(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], [], InstallLimit);
        Assert.True(code == 0, $"npm ci in tests/interop ended with {code}; these tests need the pinned clients. {errors}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private static async Task<(int Code, string Output, string Errors)> Run(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment,
        TimeSpan limit)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Started(start);
        process.StandardInput.Close();
        using var timer = new CancellationTokenSource(limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timer.Token);
            var errors = process.StandardError.ReadToEndAsync(timer.Token);
            await process.WaitForExitAsync(timer.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end within {limit}.", late);
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
            throw new InvalidOperationException($"The interop tests need `{start.FileName}` on the PATH (Node 20 or newer with npm).", absent);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from inside the repository.");
    }
}
