using Spectre.Console;

namespace Tandem.Cli;

/// <summary>The terminal that people look at, or the pipe in its place.</summary>
internal static class Terminal
{
    /// <summary>Without a screen no width matters: one row a line, for grep.</summary>
    public static void Widen()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 1000;
        }
    }
}
