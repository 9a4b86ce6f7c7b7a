using CsCheck;

namespace Tandem.Server.Tests.Settings;

public sealed class EnvironmentFileChangeTests
{
    [Theory]
    [InlineData("", "A=new\n")]
    [InlineData("A=old", "A=new")]
    [InlineData("A=old\n", "A=new\n")]
    [InlineData("B=1", "B=1\nA=new\n")]
    [InlineData("# first\r\nB=1\r\n", "# first\r\nB=1\r\nA=new\r\n")]
    [InlineData("  export A = old  # why\nB=1\n", "  export A = new  # why\nB=1\n")]
    [InlineData("A='old # no' # why\n", "A=new # why\n")]
    [InlineData("A=\"o\\\"ld\" # why\n", "A=new # why\n")]
    [InlineData("A=\n", "A=new\n")]
    [InlineData("A=#comment\n", "A=new #comment\n")]
    [InlineData("A= # comment\n", "A= new # comment\n")]
    [InlineData("A=first\n# A=out\nA=last\n", "A=first\n# A=out\nA=new\n")]
    [InlineData("AB=1\nA_B=2\n", "AB=1\nA_B=2\nA=new\n")]
    [InlineData("A=whsec_...\n", "A=new\n")]
    public void A_variable_is_set_and_everything_else_stays(string before, string after) =>
        Assert.Equal(after, EnvironmentFileChange.Set(before, "A", "new"));

    [Theory]
    [InlineData("plain-Text_1/2:3", "A=plain-Text_1/2:3\n")]
    [InlineData("a b # c", "A='a b # c'\n")]
    [InlineData("$HOME", "A='$HOME'\n")]
    [InlineData("", "A=''\n")]
    [InlineData("it's $5\n\"x\"\\", "A=\"it's \\$5\\n\\\"x\\\"\\\\\"\n")]
    public void Values_are_quoted_where_they_must_be(string value, string line)
    {
        Assert.Equal(line, EnvironmentFileChange.Set("", "A", value));
        Assert.Equal(value, EnvironmentFile.Parse(".env", line).Values["A"]);
    }

    [Fact]
    public void Whatever_stands_in_a_file_what_was_set_is_read_again_and_the_rest_as_before()
    {
        var word = Gen.String[Gen.Char[" '\"\\#=$\tab1_"], 0, 8];
        var line = Gen.OneOf(
            Gen.Select(OneOf("A", "B", "C", "export A", " B "), word, (name, text) => $"{name}={text}"),
            Gen.Select(OneOf("A", "B"), Gen.String[Gen.Char["ab #$\""], 0, 6], (name, text) => $"{name}='{text}' # '\"c"),
            word.Select(text => "#" + text),
            Gen.Const(""));
        Gen.Select(line.Array[0, 6], OneOf("\n", "\r\n"), Gen.String[Gen.Char[" '\"\\#=$\t\nab1é"], 0, 10]).Sample((lines, end, value) =>
        {
            var text = string.Join(end, lines);
            IReadOnlyDictionary<string, string> before;
            try
            {
                before = EnvironmentFile.Parse("x", text).Values;
            }
            catch (SettingsException)
            {
                return;
            }

            var after = EnvironmentFile.Parse("x", EnvironmentFileChange.Set(text, "A", value)).Values;
            Assert.Equal(value, after["A"]);
            Assert.Equal(before.Where(pair => pair.Key != "A"), after.Where(pair => pair.Key != "A"));
        });
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole_for_its_owner_alone_and_a_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new Folder();
        var real = folder.Write("real.env", "# kept\n");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(folder.File(".env.local"), real);
        folder.Write("real.env.tandem-new", "what a killed run left");

        EnvironmentFileChange.Save(folder.File(".env.local"), new Dictionary<string, string> { ["A"] = "1", ["B"] = "2" });

        Assert.Equal("# kept\nA=1\nB=2\n", File.ReadAllText(real));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(real));
        Assert.NotNull(new FileInfo(folder.File(".env.local")).LinkTarget);
        Assert.Equal([".env.local", "real.env"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_says_it_already_is_not_touched()
    {
        using var folder = new Folder();
        var path = folder.Write(".env.local", "A='1'\n");
        var written = File.GetLastWriteTimeUtc(path);
        EnvironmentFileChange.Save(path, new Dictionary<string, string> { ["A"] = "1" });
        Assert.Equal(("A='1'\n", written), (File.ReadAllText(path), File.GetLastWriteTimeUtc(path)));
    }

    [Fact]
    public void What_cannot_be_kept_whole_is_refused()
    {
        using var folder = new Folder();
        var values = new Dictionary<string, string> { ["A"] = "1" };
        File.WriteAllBytes(folder.File("latin"), [(byte)'B', (byte)'=', 0xE9]);
        Assert.Contains("UTF-8", Assert.Throws<SettingsException>(() => EnvironmentFileChange.Save(folder.File("latin"), values)).Message, StringComparison.Ordinal);
        folder.Write("broken", "this is no line");
        Assert.Contains("line 1", Assert.Throws<SettingsException>(() => EnvironmentFileChange.Save(folder.File("broken"), values)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", Assert.Throws<SettingsException>(() => EnvironmentFileChange.Save(folder.File("no/such/folder"), values)).Message, StringComparison.Ordinal);
        Assert.Equal([(byte)'B', (byte)'=', 0xE9], File.ReadAllBytes(folder.File("latin")));
    }

    private static Gen<string> OneOf(params string[] words) => Gen.OneOf([.. words.Select(Gen.Const)]);
}
