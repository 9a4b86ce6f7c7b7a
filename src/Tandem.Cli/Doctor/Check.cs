namespace Tandem.Cli.Doctor;

/// <summary>One thing that <c>tandem doctor</c> looks at. A new one is one more entry in the list of its area; the document lists it by itself.</summary>
/// <param name="Name">Its name, for scripts and for the document.</param>
/// <param name="Needs">What must be there before it makes sense.</param>
/// <param name="Holds">What must hold, as a sentence.</param>
/// <param name="Remedy">What to do when it does not, in one line.</param>
/// <param name="Look">Looks.</param>
internal sealed record Check(string Name, Needs Needs, string Holds, string Remedy, Func<Examination, CancellationToken, Task<Finding>> Look)
{
    /// <summary>One that needs to ask nobody.</summary>
    public Check(string name, Needs needs, string holds, string remedy, Func<Examination, Finding> look)
        : this(name, needs, holds, remedy, (examined, _) => Task.FromResult(look(examined)))
    {
    }
}

/// <summary>What must be there before a check makes sense.</summary>
internal enum Needs
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>The connection's settings.</summary>
    Settings,

    /// <summary>A key that Stripe accepts.</summary>
    Stripe,

    /// <summary>Our endpoint at Stripe.</summary>
    Endpoint,

    /// <summary>A token that Sanity accepts.</summary>
    Sanity,

    /// <summary>Our webhook at Sanity.</summary>
    Hook,

    /// <summary>The database.</summary>
    Database,
}

/// <summary>What a check found.</summary>
/// <param name="Severity">How it is.</param>
/// <param name="Text">What was found, in a sentence.</param>
/// <param name="Remedy">What to do, where it is something else than the check's own remedy.</param>
internal sealed record Finding(Severity Severity, string Text, string? Remedy = null)
{
    /// <summary>As it is to be.</summary>
    public static Finding Good(string text) => new(Severity.Good, text);

    /// <summary>Worth knowing.</summary>
    public static Finding Note(string text, string? remedy = null) => new(Severity.Note, text, remedy);

    /// <summary>It works, but should be mended.</summary>
    public static Finding Warning(string text, string? remedy = null) => new(Severity.Warning, text, remedy);

    /// <summary>It does not work, or does harm.</summary>
    public static Finding Wrong(string text, string? remedy = null) => new(Severity.Wrong, text, remedy);

    /// <summary>It could not be looked at.</summary>
    public static Finding Skipped(string text) => new(Severity.Skipped, text, "");
}

/// <summary>How something is.</summary>
internal enum Severity
{
    /// <summary>As it is to be.</summary>
    Good,

    /// <summary>Not looked at, because something that it needs is not there.</summary>
    Skipped,

    /// <summary>Worth knowing; nothing has to be done.</summary>
    Note,

    /// <summary>It works, but should be mended.</summary>
    Warning,

    /// <summary>It does not work, or does harm.</summary>
    Wrong,
}
