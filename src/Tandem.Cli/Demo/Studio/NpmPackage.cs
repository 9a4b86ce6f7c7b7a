using System.Security.Cryptography;
using System.Text;

namespace Tandem.Cli.Demo;

/// <summary>A folder with a package.json that is installed once per change of its lock file, and built once per change of anything it is made of.</summary>
/// <param name="root">The root of the checkout.</param>
/// <param name="folder">The folder, from there.</param>
/// <param name="needs">Packages of the checkout that must be built before, and whose change means to build again.</param>
internal sealed class NpmPackage(string root, string folder, params NpmPackage[] needs)
{
    private const string Installed = "node_modules";

    // Folders that installing and building leave, and what nothing is built from.
    private static readonly string[] Aside = [Installed, "dist", ".sanity", "test"];
    private static readonly string[] AsideFiles = [".tsbuildinfo", ".tgz", ".md"];

    private readonly string _path = Path.Combine(root, folder);

    /// <summary>What building gives.</summary>
    public string Output => Path.Combine(_path, "dist");

    /// <summary>Installs and builds what is not up to date.</summary>
    /// <param name="variables">Environment variables that the build reads.</param>
    /// <param name="told">Told of each step that takes time, before it.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task Build(IReadOnlyDictionary<string, string> variables, Action<string> told, CancellationToken cancellation)
    {
        foreach (var package in needs)
        {
            await package.Build(variables, told, cancellation);
        }

        // What is installed from this checkout is copied, so that its change is a change of what is installed.
        var lockFile = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(_path, "package-lock.json"), cancellation)));
        var wanted = string.Join(' ', [lockFile, .. needs.Select(package => package.Fingerprint(variables))]);
        await Unless("installed", Path.Combine(_path, Installed), wanted, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        await Unless("built", Output, Fingerprint(variables), ["run", "build"]);

        async Task Unless(string step, string made, string stamp, string[] arguments)
        {
            var file = Path.Combine(root, "artifacts", "studio", $"{folder.Replace('/', '-')}.{step}");
            if (Directory.Exists(made) && File.Exists(file) && await File.ReadAllTextAsync(file, cancellation) == stamp)
            {
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Delete(file);
            await Npm.Check(cancellation);
            told($"studio: npm {string.Join(' ', arguments.TakeWhile(static argument => argument[0] != '-'))} in {folder}");
            await Npm.Run(_path, arguments, variables, cancellation);
            await File.WriteAllTextAsync(file, stamp, cancellation);
        }
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
        .Where(static file => !AsideFiles.Contains(Path.GetExtension(file)))
        .Concat(Directory.EnumerateDirectories(below).Where(static inner => !Aside.Contains(Path.GetFileName(inner))).SelectMany(Sources));
}
