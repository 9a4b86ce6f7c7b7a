using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary>The program's commands, and what its exit codes mean.</summary>
internal static class Commandline
{
    /// <summary>All the commands: one file each in <c>Commands/</c>.</summary>
    private static RootCommand Root()
    {
        var root = new RootCommand("Keeps products and prices equal in Sanity and Stripe, both ways.")
        {
            DemoCommand.Make(),
            SetupCommand.Make(),
            DoctorCommand.Make(),
            ServeCommand.Make(),
            PlanCommand.Make(),
            ApplyCommand.Make(),
            PromoteCommand.Make(),
            StatusCommand.Make(),
            WhyCommand.Make(),
            HeldCommand.Make(),
            ParkedCommand.Make(),
            ConflictsCommand.Make(),
            UndoCommand.Make(),
            BackupCommand.Make(),
            RestoreCommand.Make(),
            CompletionCommand.Make(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ToldHelp((HelpAction)help.Action!);

        // Who gives no command wants to know which there are; who names only what has commands, what it lists.
        root.Action = help.Action;
        foreach (var group in root.Subcommands.Where(command => command.Subcommands.Count > 0))
        {
            group.Action = group.Subcommands.Single(command => command.Name == "list").Action;
        }

        return root;
    }

    // As it was typed: the program and the commands.
    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "tandem";

    /// <summary>Parses, runs, and turns what an operator can mend into a sentence instead of a stack trace.</summary>
    public static async Task<int> Run(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction wrong)
        {
            wrong.ShowHelp = false;
            parsed.Invoke();
            await Console.Error.WriteLineAsync($"{Path(parsed.CommandResult)} --help shows what there is.");
            return ExitCode.Usage;
        }

        try
        {
            // The web host has its own handling of SIGTERM, which lets work in hand finish.
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception refusal) when (refusal is SettingsException or StartRefusedException or StoreRefusedException or PlanRefusedException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return ExitCode.Usage;
        }
        catch (Exception fault) when (fault is StoreUnavailableException or PlanFailedException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCode.Failed;
        }
    }
}
