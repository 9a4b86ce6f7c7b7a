namespace Tandem.House;

/// <summary>A file that one can read in one go.</summary>
public sealed class LengthsTests
{
    private static readonly string[] Written = [".cs", ".js", ".mjs", ".ts", ".tsx", ".css", ".html", ".sql"];

    [Theory]
    [InlineData("src/", 300)]
    [InlineData("tests/", 500)]
    public void No_file_is_too_long(string folder, int limit) =>
        Assert.Empty(Lengths(folder).Where(file => file.Lines > limit).Select(file => $"{file.Path}: {file.Lines} lines, at most {limit}"));

    [Fact]
    public void Most_source_files_are_short()
    {
        var lengths = Lengths("src/").Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).Select(file => file.Lines).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 1, 100);
    }

    private static IEnumerable<(string Path, int Lines)> Lengths(string folder) =>
        Tree.Ending(Written).Where(file => file.StartsWith(folder, StringComparison.Ordinal))
            .Select(file => (file, File.ReadLines(Tree.Full(file)).Count()));
}
