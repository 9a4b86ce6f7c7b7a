using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Rigs;

/// <summary>What every rig that is a program does alike.</summary>
internal static class RigCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Reads the arguments and runs with them; 2, and the usage, when one is not understood.</summary>
    public static async Task<int> Run<TArguments>(string[] args, string usage, Func<string[], TArguments> read, Func<TArguments, Task<int>> run)
    {
        TArguments arguments;
        try
        {
            arguments = read(args);
        }
        catch (FormatException wrong)
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}\n{usage}");
            return 2;
        }

        return await run(arguments);
    }

    /// <summary>A number of an argument.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"{text} is not a number.");

    /// <summary>Leaves figures for a program, if a file was named.</summary>
    public static void Write(string? file, JsonObject figures)
    {
        if (file is not null)
        {
            File.WriteAllText(file, figures.ToJsonString(Indented) + "\n");
        }
    }
}
