using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Tandem.Benchmarks;

/// <summary>What was measured, on the terminal at once and in a page of docs/ in the end.</summary>
internal sealed class Page
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _missed = [];

    /// <summary>Whether every verdict so far was good.</summary>
    public bool IsMet => _missed.Count == 0;

    /// <summary>Writes a line.</summary>
    public void Line(string line = "")
    {
        Console.WriteLine(line);
        _text.Append(line).Append('\n');
    }

    /// <summary>Begins a part.</summary>
    public void Part(string title, string what)
    {
        Line($"## {title}");
        Line();
        Line(what);
        Line();
    }

    /// <summary>Begins a table.</summary>
    public void Table(params string[] titles)
    {
        Row(titles);
        Row([.. titles.Select(_ => "---")]);
    }

    /// <summary>Writes a row of it.</summary>
    public void Row(params string[] cells) => Line($"| {string.Join(" | ", cells)} |");

    /// <summary>A target's verdict; a missed one is listed at the top of the page.</summary>
    public string Verdict(bool isMet, string target)
    {
        if (!isMet)
        {
            _missed.Add(target);
        }

        return isMet ? "met" : "**missed**";
    }

    /// <summary>Writes the page.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="file">Its name below docs/.</param>
    /// <param name="title">Its title.</param>
    /// <param name="command">What wrote it.</param>
    /// <param name="notes">A file with further words, or null.</param>
    public async Task Save(string root, string file, string title, string command, string? notes)
    {
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            # {title}

            Written by `{command}` on {DateTime.UtcNow:yyyy-MM-dd} at commit {Git(root)}. {Environment.ProcessorCount} processors,
            {RuntimeInformation.OSDescription}, .NET {Environment.Version}; load average at the end of the run: {LoadAverage()}.

            {(_missed.Count == 0 ? "Everything below was met." : $"Missed: {string.Join("; ", _missed)}.")}


            """);
        var words = notes is null ? "" : await File.ReadAllTextAsync(Path.Combine(root, notes));
        await File.WriteAllTextAsync(Path.Combine(root, "docs", file), head + _text + words);
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Git(string root)
    {
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "describe", "--always", "--dirty", "--abbrev=10"]) { WorkingDirectory = root, RedirectStandardOutput = true, UseShellExecute = false };
        using var git = Process.Start(start)!;
        var commit = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return commit;
    }
}
