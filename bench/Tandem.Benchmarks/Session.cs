namespace Tandem.Benchmarks;

/// <summary>One run of the measurements: all of them into docs/PERFORMANCE.md, or some of them onto the terminal.</summary>
internal static class Session
{
    private static readonly (string Name, Func<string, Page, Task> Measure)[] Parts =
    [
        ("acknowledgements", Acknowledgements.Measure),
        ("calls", static (_, page) => Counts.Measure(page)),
        ("month", static (_, page) => Month.Measure(page)),
        ("convergence", Convergence.Measure),
        ("process", StartAndMemory.Measure),
        ("import", Import.Measure),
        ("killed", Import.Kill),
    ];

    /// <summary>Measures.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="wanted">Names of parts; none means all.</param>
    public static async Task<int> Run(string root, string[] wanted)
    {
        var page = new Page();
        page.Line("Service, stand-ins and load generator share the machine. Ratios come from interleaved measurements (A, B, A, B …; medians), so they hold on other machines better than the absolute figures.");
        page.Line();
        foreach (var (name, measure) in Parts.Where(part => wanted is [] || wanted.Contains(part.Name, StringComparer.Ordinal)))
        {
            await measure(root, page);
        }

        if (wanted is [])
        {
            await page.Save(root, "PERFORMANCE.md", "Performance", "bench/run", Path.Combine("bench", "NOTES.md"));
        }

        return 0;
    }
}
