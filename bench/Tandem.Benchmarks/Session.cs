namespace Tandem.Benchmarks;

/// <summary>One run of the measurements: all of them into docs/PERFORMANCE.md, or some of them onto the terminal.</summary>
internal static class Session
{
    private static readonly (string Name, Func<string, Page, Task> Measure)[] Parts =
    [
        ("acknowledgements", Acknowledgements.Measure),
        ("calls", static (_, page) => Counts.Measure(page)),
        ("convergence", Convergence.Measure),
        ("process", StartAndMemory.Measure),
    ];

    /// <summary>Measures.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="wanted">Names of parts; none means all.</param>
    public static async Task<int> Run(string root, string[] wanted)
    {
        var page = new Page();
        foreach (var (name, measure) in Parts.Where(part => wanted is [] || wanted.Contains(part.Name, StringComparer.Ordinal)))
        {
            await measure(root, page);
        }

        if (wanted is [])
        {
            await page.Save(root);
        }

        return 0;
    }
}
