namespace Tandem.Engine;

/// <summary>A key, token or signing secret. It prints as stars, so that no log, message or debugger line can leak it by accident.</summary>
/// <remarks>
/// Deliberately a class without public properties: serialisers and structured loggers that walk properties find nothing.
/// Only <see cref="Reveal"/> hands the text out, at the one place that puts it into a request.
/// </remarks>
public sealed class Secret
{
    private readonly string _text;

    /// <summary>Wraps a secret.</summary>
    /// <param name="text">The secret itself, not blank; white space around it, which copying from a dashboard adds, is cut.</param>
    public Secret(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        _text = text.Trim();
    }

    /// <summary>The secret itself. Call it only where the secret goes onto the wire or into a signature.</summary>
    public string Reveal() => _text;

    /// <summary>A text with stars in the secret's place: for words of others, who may throw back at us what we sent.</summary>
    public string Hide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace(_text, "***", StringComparison.Ordinal);
    }

    /// <summary>Stars, whatever the secret is.</summary>
    public override string ToString() => "***";
}
