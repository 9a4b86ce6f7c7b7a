using System.Collections.Immutable;
using System.Text;

namespace Tandem.Server;

/// <summary>The settings do not allow a start. The message names every variable that is missing or wrong and where its value comes from; it never holds a value.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Refuses for no told reason; only for tools that insist.</summary>
    public SettingsException()
        : this([])
    {
    }

    /// <summary>Refuses with a sentence.</summary>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses with a sentence and what lies behind it.</summary>
    public SettingsException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Refuses for these problems.</summary>
    public SettingsException(ImmutableArray<SettingsProblem> problems)
        : base(Tell(problems)) => Problems = problems;

    /// <summary>What is wrong.</summary>
    public ImmutableArray<SettingsProblem> Problems { get; } = [];

    private static string Tell(ImmutableArray<SettingsProblem> problems)
    {
        var text = new StringBuilder();
        text.Append("Tandem cannot start: ").Append(problems.Length)
            .AppendLine(problems.Length == 1 ? " setting is missing or wrong." : " settings are missing or wrong.").AppendLine();
        foreach (var problem in problems)
        {
            text.Append("  ").AppendLine(problem.Variable).Append("      ").AppendLine(problem.Text);
        }

        return !problems.IsEmpty && problems.All(problem => problem.IsInMapping)
            ? text.ToString().TrimEnd()
            : text.AppendLine().Append(
                "Set them in the environment, or in .env.local or .env in the working directory; NAME_FILE names a file that holds the value of NAME.").ToString();
    }
}
