using System.CommandLine;

namespace Tandem.Cli;

/// <summary><c>tandem completion</c>: a script for a shell that completes commands and options; it asks this program, so that it never is out of date.</summary>
internal static class CompletionCommand
{
    private const string More =
        """
        The script asks the program itself at each Tab, under the name or path that was typed. Where tandem is not on your PATH, write its path here:

          bash         echo 'source <(tandem completion bash)' >> ~/.bashrc
          zsh          echo 'source <(tandem completion zsh)' >> ~/.zshrc          (after compinit)
          fish         tandem completion fish > ~/.config/fish/completions/tandem.fish
          powershell   tandem completion powershell >> $PROFILE

        Exit codes: 0 done, 2 no such shell.
        """;

    private const string Bash =
        """
        # Completion of tandem for bash: source <(tandem completion bash)
        _tandem() {
            local line="${COMP_LINE:0:$COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}"
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null | grep -v '[?/]')" -- "$word"))
        }
        complete -o default -F _tandem tandem
        """;

    private const string Zsh =
        """
        # Completion of tandem for zsh: source <(tandem completion zsh)
        _tandem() {
            local line="${words[1,CURRENT]}"
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            [[ -n "${found[1]}" ]] && compadd -a found || _files
        }
        compdef _tandem tandem
        """;

    private const string Fish =
        """
        # Completion of tandem for fish: tandem completion fish > ~/.config/fish/completions/tandem.fish
        function __tandem_found
            set -l line (commandline -cp)
            set -l program (commandline -opc)[1]
            $program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c tandem -a '(__tandem_found)'
        """;

    private const string PowerShell =
        """
        # Completion of tandem for PowerShell: tandem completion powershell >> $PROFILE
        Register-ArgumentCompleter -Native -CommandName tandem -ScriptBlock {
            param($word, $line, $position)
            $text = $line.ToString().PadRight($position)
            & $line.CommandElements[0].Value "[suggest:$position]" $text 2>$null |
                Where-Object { $_ -like "$word*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or powershell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");
        var command = new ToldCommand("completion", "Prints a script that completes commands and options in your shell.", More) { shell };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetRequiredValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell });
            return ExitCode.Done;
        });
        return command;
    }
}
