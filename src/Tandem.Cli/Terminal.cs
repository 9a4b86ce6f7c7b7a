using Spectre.Console;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>The terminal that people look at, or the pipe in its place.</summary>
internal static class Terminal
{
    /// <summary>Ids, values and reasons come from vendors and editors: no markup, no control characters.</summary>
    public static Text Plain(string text) => new(Visible.Text(text));

    /// <summary>Without a screen no width matters: one row a line, for grep.</summary>
    public static void Widen()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 1000;
        }
    }
}
