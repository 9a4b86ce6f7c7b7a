namespace Tandem.Server.Tests.Settings;

public sealed class EnvironmentFileTests
{
    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  A = b  ", "b")]
    [InlineData("export A=b", "b")]
    [InlineData("A=", "")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#no-comment", "b#no-comment")]
    [InlineData("A=#comment", "")]
    [InlineData("A=b=c", "b=c")]
    [InlineData("A='b # c'", "b # c")]
    [InlineData("A='b\\n\"c\"'", "b\\n\"c\"")]
    [InlineData("A=\"b # c\"", "b # c")]
    [InlineData("A=\"b\\n\\t\\\"c\\\"\\\\ \\$d\"", "b\n\t\"c\"\\ $d")]
    [InlineData("A=\"b\" # comment", "b")]
    [InlineData("A=pass\\$word", "pass$word")]
    [InlineData("A=$HOME", "$HOME")]
    [InlineData("A=$(id)", "$(id)")]
    [InlineData("\uFEFFA=b", "b")]
    [InlineData("# first\r\n\r\nA=b\r\n", "b")]
    [InlineData("A=old\nA=new", "new")]
    [InlineData("A=Größe 🧢", "Größe 🧢")]
    public void A_line_says_what_people_expect(string text, string expected) =>
        Assert.Equal(expected, EnvironmentFile.Parse(".env", text).Values["A"]);

    [Theory]
    [InlineData("A")]
    [InlineData("=b")]
    [InlineData("1A=b")]
    [InlineData("A-B=c")]
    [InlineData("A B=c")]
    [InlineData("A='top-secret")]
    [InlineData("A=\"top-secret")]
    [InlineData("A=\"top-secret\\")]
    [InlineData("A=\"top-secret\" more")]
    [InlineData("A='top-secret'more")]
    [InlineData("A=\"top-secret\\x\"")]
    public void A_line_that_is_not_understood_stops_the_start_and_is_named_but_not_shown(string line)
    {
        var refused = Assert.Throws<SettingsException>(() => EnvironmentFile.Parse(".env.local", "# comment\n" + line));
        Assert.Equal(".env.local, line 2", Assert.Single(refused.Problems).Variable);
        Assert.DoesNotContain("top-secret", refused.Message, StringComparison.Ordinal);
    }
}
