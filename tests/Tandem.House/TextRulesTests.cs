namespace Tandem.House;

public sealed class TextRulesTests
{
    public static TheoryData<string> Rules { get; } = [.. TextRules.All.Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_tree_keeps_the_rule(string name)
    {
        var rule = Rule(name);

        Assert.Empty(Tree.Files.Where(file => !file.StartsWith("tests/Tandem.House/", StringComparison.Ordinal))
            .Where(rule.Applies).SelectMany(file => rule.Broken(file, Tree.Text(file))));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_line_that_breaks_the_rule_is_found(string name)
    {
        var rule = Rule(name);

        Assert.Equal([$"{rule.ExampleFile}:2"], rule.Broken(rule.ExampleFile, "\n" + rule.Example + "\n"));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_rule_is_about_some_file(string name) => Assert.Contains(Tree.Files, file => Rule(name).Applies(file));

    private static TextRule Rule(string name) => TextRules.All.Single(rule => rule.Name == name);
}
