namespace Tandem.Engine;

/// <summary>Reasons that the engine itself reads.</summary>
public static class Reasons
{
    /// <summary>
    /// How the reason of work starts that a person asked for: it passes the guard and the wait of first contact. Stores keep such a reason when further
    /// hints arrive before the work was done.
    /// </summary>
    public const string ByPerson = "a person asked";

    /// <summary>Whether a person asked for the work.</summary>
    public static bool IsByPerson(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return reason.StartsWith(ByPerson, StringComparison.Ordinal);
    }

    /// <summary>Why work is tried again: what went wrong, and still that a person asked for it, if one did.</summary>
    internal static string Again(string before, string failure) => IsByPerson(before) ? $"{ByPerson}; {failure}" : failure;
}
