namespace Tandem.Cli.Setup;

/// <summary>The person at the terminal, if there is one.</summary>
internal interface ISetupDialog
{
    /// <summary>Whether somebody can answer.</summary>
    bool IsThere { get; }

    /// <summary>Says something before a question.</summary>
    void Tell(string text);

    /// <summary>Asks for a value; null when nothing was typed.</summary>
    /// <param name="name">What is asked for.</param>
    /// <param name="help">Where it comes from.</param>
    /// <param name="isSecret">Whether it may not be shown while it is typed.</param>
    string? Ask(string name, string help, bool isSecret);

    /// <summary>Asks for a yes.</summary>
    bool Confirm(string question);
}
