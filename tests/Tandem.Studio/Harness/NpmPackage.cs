using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Studio.Harness;

/// <summary>A folder with a package.json that is installed once per change of its lock file, and built once per change of anything it is made of.</summary>
/// <param name="folder">The folder, from the root of this checkout.</param>
/// <param name="needs">Packages of this checkout that must be built before, and whose change means to build again.</param>
internal sealed class NpmPackage(string folder, params NpmPackage[] needs)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    // Folders that installing and building leave.
    private static readonly string[] Made = ["node_modules", "dist", ".sanity"];

    private readonly string _path = Path.Combine(Checkout.Root, folder);

    /// <summary>What building gives.</summary>
    public string Output => Path.Combine(_path, "dist");

    /// <summary>Installs and builds what is not up to date.</summary>
    /// <param name="variables">Environment variables that the build reads.</param>
    public async Task Build(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var package in needs)
        {
            await package.Build(variables);
        }

        // What is installed from this checkout is copied, so that its change is a change of what is installed.
        var lockFile = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_path, "package-lock.json"))));
        var wanted = string.Join(' ', [lockFile, .. needs.Select(package => package.Fingerprint(variables))]);
        await Unless(".tandem-lock", wanted, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], variables);
        await Unless(".tandem-build", Fingerprint(variables), ["run", "build"], variables);
    }

    private async Task Unless(string stamp, string wanted, string[] arguments, IReadOnlyDictionary<string, string> variables)
    {
        var file = Path.Combine(_path, "node_modules", stamp);
        if (File.Exists(file) && await File.ReadAllTextAsync(file) == wanted)
        {
            return;
        }

        await Console.Error.WriteLineAsync($"studio: npm {string.Join(' ', arguments.TakeWhile(static argument => argument[0] != '-'))} in {folder}");
        await Npm(arguments, variables);
        await File.WriteAllTextAsync(file, wanted);
    }

    private string Fingerprint(IReadOnlyDictionary<string, string> variables)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var package in needs)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(package.Fingerprint(variables)));
        }

        foreach (var (name, value) in variables.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}={value}\n"));
        }

        foreach (var source in Sources(_path).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Path.GetRelativePath(_path, source)}\n"));
            hash.AppendData(File.ReadAllBytes(source));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static IEnumerable<string> Sources(string below) => Directory.EnumerateFiles(below)
        .Where(static file => !file.EndsWith(".tsbuildinfo", StringComparison.Ordinal) && !file.EndsWith(".tgz", StringComparison.Ordinal))
        .Concat(Directory.EnumerateDirectories(below).Where(static inner => !Made.Contains(Path.GetFileName(inner))).SelectMany(Sources));

    private async Task Npm(string[] arguments, IReadOnlyDictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", arguments)
        {
            WorkingDirectory = _path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["CI"] = "1" },
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var npm = Started(start);
        npm.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = npm.StandardError.ReadToEndAsync(limit.Token);
            await npm.WaitForExitAsync(limit.Token);
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"npm {string.Join(' ', arguments)} in {folder} ended with {npm.ExitCode}: {await errors}{await output}");
            }
        }
        catch (OperationCanceledException late)
        {
            npm.Kill(entireProcessTree: true);
            throw new TimeoutException($"npm {string.Join(' ', arguments)} in {folder} did not end within {Patience.TotalMinutes} minutes.", late);
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
            throw new InvalidOperationException("The tests of the Studio need npm (Node 20.19 or newer) on the PATH; get it from https://nodejs.org.", absent);
        }
    }
}
