using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>What somebody is told who tries commands for the first time, in an empty folder.</summary>
public sealed class CommandsTests
{
    [Fact]
    public async Task Without_a_command_it_tells_which_there_are()
    {
        using var folder = new Folder();
        var (code, said, error) = await TandemProcess.Run(folder.Path);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal((await TandemProcess.Run(folder.Path, "--help")).Output, said);
        Assert.Contains("Commands:", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tandem --help shows what there is.", "nonsense")]
    [InlineData("tandem promote --help shows what there is.", "promote")]
    [InlineData("tandem conflicts resolve --help shows what there is.", "conflicts", "resolve", "mug")]
    public async Task What_is_not_understood_leads_to_the_help_of_what_was_meant(string last, params string[] arguments)
    {
        using var folder = new Folder();
        var (code, _, error) = await TandemProcess.Run(folder.Path, arguments);

        Assert.Equal(2, code);
        Assert.EndsWith(last, error.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("held")]
    [InlineData("parked")]
    [InlineData("conflicts")]
    public async Task What_waits_is_listed_unless_something_else_is_asked_for(string command)
    {
        using var folder = new Folder();
        await SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System).DisposeAsync();
        var (code, listed, _) = await TandemProcess.Run(folder.Path, command, "list", "--json");

        Assert.Equal((0, listed, ""), await TandemProcess.Run(folder.Path, command, "--json"));
        Assert.Equal((0, true), (code, listed.Length > 0));
    }

    [Fact]
    public async Task A_backup_that_is_not_there_is_called_one()
    {
        using var folder = new Folder();
        var (code, said, error) = await TandemProcess.Run(folder.Path, "restore", "monday.db");

        Assert.Equal((2, "", $"There is no backup at {folder.File("monday.db")}."), (code, said, error.Trim()));
    }
}
