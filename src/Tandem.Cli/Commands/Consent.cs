using System.CommandLine;
using Spectre.Console;

namespace Tandem.Cli;

/// <summary>Asks before something is done that cannot simply be done again.</summary>
internal static class Consent
{
    /// <summary>Says yes beforehand.</summary>
    public static Option<bool> Yes() => new("--yes") { Description = "Do it without asking, for scripts." };

    /// <summary>Asks for a yes. Null when there is one; else the code to exit with, and nothing may be done.</summary>
    /// <param name="isGiven">Whether it was said beforehand.</param>
    /// <param name="question">What is asked.</param>
    public static int? Missing(bool isGiven, string question)
    {
        if (isGiven)
        {
            return null;
        }

        if (Console.IsInputRedirected || Terminal.IsPiped)
        {
            Console.Error.WriteLine($"{question} Nobody can answer here: say --yes, or use a terminal. Nothing was done.");
            return ExitCode.Usage;
        }

        if (AnsiConsole.Confirm(Markup.Escape(question), defaultValue: false))
        {
            return null;
        }

        AnsiConsole.WriteLine("Nothing was done.");
        return ExitCode.Failed;
    }
}
