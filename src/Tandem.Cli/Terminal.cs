using Spectre.Console;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>The terminal that people look at, or the pipe in its place.</summary>
internal static class Terminal
{
    /// <summary>Ids, values and reasons come from vendors and editors: no markup, no control characters.</summary>
    public static Text Plain(string text) => new(Visible.Text(text));

    /// <summary>Whether the output goes to a file or another program.</summary>
    public static bool IsPiped => Console.IsOutputRedirected;

    /// <summary>Without a screen no width matters: one row a line, for grep.</summary>
    public static void Widen()
    {
        if (IsPiped)
        {
            AnsiConsole.Profile.Width = 1000;
        }
    }
}
