using System.Text.RegularExpressions;

namespace Tandem.House;

public sealed partial class DocsTests
{
    [Fact]
    public void Every_link_between_documents_leads_somewhere() =>
        Assert.Empty(Tree.Ending(".md").SelectMany(Broken));

    [Theory]
    [InlineData("[a](none.md)", 1)]
    [InlineData("[a](README.md#no-such-heading)", 1)]
    [InlineData("[a](https://example.com/x) and `[b](none.md)`", 0)]
    [InlineData("```\n[a](none.md)\n```", 0)]
    public void A_broken_link_is_found(string text, int broken) => Assert.Equal(broken, Broken("A.md", text).Count());

    private static IEnumerable<string> Broken(string file) => Broken(file, Tree.Text(file));

    private static IEnumerable<string> Broken(string file, string text) =>
        Link().Matches(Prose(text)).Select(link => link.Groups["target"].Value)
            .Where(target => !Address().IsMatch(target) && !Leads(file, target))
            .Select(target => $"{file} → {target}");

    private static bool Leads(string file, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? Tree.Full(file) : Path.GetFullPath(Path.Combine(Tree.Root, Path.GetDirectoryName(file)!, parts[0]));
        return (File.Exists(path) || Directory.Exists(path)) && (parts.Length == 1 || Anchors(path).Contains(parts[1]));
    }

    private static IEnumerable<string> Anchors(string path) =>
        Heading().Matches(File.ReadAllText(path)).Select(heading =>
            NoAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string Prose(string text) => Literal().Replace(text, "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^[A-Za-z]+:")]
    private static partial Regex Address();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`")]
    private static partial Regex Literal();
}
