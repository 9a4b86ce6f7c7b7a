using System.Collections.Immutable;

namespace Tandem.Cli.Doctor;

/// <summary>Everything that <c>tandem doctor</c> looks at, in the order in which it does.</summary>
internal static class Checks
{
    /// <summary>The areas and their checks.</summary>
    public static ImmutableArray<(string Area, ImmutableArray<Check> Checks)> All { get; } =
    [
        ("Settings", SettingsChecks.All),
        ("Stripe", StripeChecks.All),
        ("Sanity", SanityChecks.All),
        ("Documents", DocumentChecks.All),
        ("Database", DatabaseChecks.All),
    ];
}
