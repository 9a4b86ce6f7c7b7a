using System.Diagnostics;

namespace Tandem.Server.Tests.Cli;

/// <summary>Shells complete commands by asking the program.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("tandem held re", "refuse release")]
    [InlineData("tandem conflicts ", "list resolve show")]
    [InlineData("tandem undo mug --dry", "--dry-run")]
    [InlineData("tandem completion z", "zsh")]
    public async Task The_program_tells_what_may_come_next(string line, string expected)
    {
        using var folder = new Folder();
        var (code, output, _) = await TandemProcess.Run(folder.Path, $"[suggest:{line.Length}]", line);
        Assert.Equal(0, code);
        Assert.Subset(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal), expected.Split(' ').ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task There_is_a_script_for_each_shell_and_none_for_others()
    {
        using var folder = new Folder();
        foreach (var shell in new[] { "bash", "zsh", "fish", "powershell" })
        {
            var (code, script, _) = await TandemProcess.Run(folder.Path, "completion", shell);
            Assert.Equal(0, code);
            Assert.Contains("[suggest:", script, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "completion", "tcsh")).Code);
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "completion")).Code);
    }

    [Fact]
    public async Task Bash_completes_with_its_script()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new Folder();
        var (_, script, _) = await TandemProcess.Run(folder.Path, "completion", "bash");
        await File.WriteAllTextAsync(
            folder.File("try.sh"),
            $$"""
            tandem() { dotnet '{{Path.Combine(AppContext.BaseDirectory, "tandem.dll")}}' "$@"; }
            {{script}}
            COMP_LINE='tandem parked re'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(tandem parked re); COMP_CWORD=2
            _tandem
            echo "${COMPREPLY[@]}"
            """);
        using var bash = Process.Start(new ProcessStartInfo("bash", [folder.File("try.sh")]) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder.Path })!;
        Assert.Equal("replay", (await bash.StandardOutput.ReadToEndAsync()).Trim());
        await bash.WaitForExitAsync();
    }
}
