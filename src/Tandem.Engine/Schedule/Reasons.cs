using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Reasons that the engine itself reads.</summary>
public static class Reasons
{
    /// <summary>
    /// How the reason of work starts that a person asked for: it passes the guard and the wait of first contact. Stores keep such a reason when further
    /// hints arrive before the work was done.
    /// </summary>
    public const string ByPerson = "a person asked";

    /// <summary>How the reason of work starts by which a person refuses what is held.</summary>
    public const string Refusal = ByPerson + " to take back what is held";

    /// <summary>What a person said of what is held, if one did.</summary>
    internal static Ruling RulingOf(string reason) =>
        reason.StartsWith(Refusal, StringComparison.Ordinal) ? Ruling.Refused : IsByPerson(reason) ? Ruling.Released : Ruling.None;

    /// <summary>Whether a person asked for the work.</summary>
    public static bool IsByPerson(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason.StartsWith(ByPerson, StringComparison.Ordinal);
    }

    /// <summary>Why work is tried again: what went wrong, and still that a person asked for it, if one did.</summary>
    internal static string Again(string before, string failure) => RulingOf(before) switch
    {
        Ruling.Released => $"{ByPerson}; {failure}",
        Ruling.Refused => $"{Refusal}; {failure}",
        _ => failure,
    };
}
