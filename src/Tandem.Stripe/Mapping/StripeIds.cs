namespace Tandem.Stripe;

/// <summary>Which texts may stand as an id in the path of a call.</summary>
/// <remarks>Stripe allows custom product ids of any shape; what could lead the call to another address is refused before it is sent.</remarks>
internal static class StripeIds
{
    private const int MaxLength = 255;

    /// <summary>Whether an id can be put into a path safely.</summary>
    public static bool IsSafe(string? id) =>
        id is { Length: > 0 and <= MaxLength }
        && id.All(c => !char.IsControl(c) && !char.IsWhiteSpace(c) && !char.IsSurrogate(c) && c is not ('/' or '\\' or '?' or '#' or '%'))
        && id.Any(c => c != '.');
}
