using Spectre.Console;
using Tandem.Server;

namespace Tandem.Cli.Setup;

/// <summary>Whoever sits at the terminal; nobody where input or output is a pipe.</summary>
/// <param name="mayAsk">Whether questions are welcome at all.</param>
internal sealed class TerminalDialog(bool mayAsk) : ISetupDialog
{
    /// <inheritdoc/>
    public bool IsThere => mayAsk && !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <inheritdoc/>
    public void Tell(string text) => Console.WriteLine(Visible.Text(text, LineFeeds.Keep)); // An address that the terminal wraps itself can be followed.

    /// <inheritdoc/>
    public string? Ask(string name, string help, bool isSecret)
    {
        Tell($"{Environment.NewLine}{help}");
        var prompt = new TextPrompt<string>($"[bold]{Markup.Escape(name)}[/]:") { AllowEmpty = true, IsSecret = isSecret, Mask = null };
        return AnsiConsole.Prompt(prompt) is { } typed && !string.IsNullOrWhiteSpace(typed) ? typed.Trim() : null;
    }

    /// <inheritdoc/>
    public bool Confirm(string question) => AnsiConsole.Confirm(question, defaultValue: false);
}
