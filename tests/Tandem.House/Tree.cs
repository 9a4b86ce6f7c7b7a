using System.Diagnostics;

namespace Tandem.House;

/// <summary>The files of this repository, as git would commit them now.</summary>
public static class Tree
{
    public static string Root { get; } = FindRoot();

    /// <summary>Tracked and new files that exist, by path from the root, with slashes.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Git("ls-files", "--cached", "--others", "--exclude-standard").Where(file => File.Exists(Full(file))).Order(StringComparer.Ordinal)];

    /// <summary>Files whose path ends like one of the endings, without those that a tool wrote.</summary>
    public static IEnumerable<string> Ending(params string[] endings) =>
        Files.Where(file => !IsGenerated(file) && endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    public static string Full(string file) => Path.Combine(Root, file);

    public static string Text(string file) => File.ReadAllText(Full(file));

    public static bool IsGenerated(string file) =>
        file.EndsWith("packages.lock.json", StringComparison.Ordinal)
        || file.EndsWith("package-lock.json", StringComparison.Ordinal)
        || file.EndsWith(".g.cs", StringComparison.Ordinal);

    private static string[] Git(params string[] arguments)
    {
        // A checkout that belongs to another user (a container, a build machine) is read all the same.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-c", "core.quotePath=false", .. arguments])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException("The house tests need git and a git checkout.");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests must run from inside the repository.");
    }
}
