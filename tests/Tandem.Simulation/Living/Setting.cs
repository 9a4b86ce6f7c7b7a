using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Simulation;

/// <summary>How the two catalogues stand to each other when the connection begins.</summary>
internal enum Beginning
{
    /// <summary>Both are empty.</summary>
    Empty,

    /// <summary>Only Sanity holds products.</summary>
    InSanity,

    /// <summary>Only Stripe does.</summary>
    InStripe,

    /// <summary>Both hold products that nobody has linked.</summary>
    Both,

    /// <summary>Both hold products, and documents name their Stripe product, as a shop that was wired by hand leaves them.</summary>
    Linked,

    /// <summary>The dataset was cloned from another environment: its documents name Stripe objects that are not in this account.</summary>
    Cloned,
}

/// <summary>What is drawn once for a schedule.</summary>
internal sealed record Setting
{
    private static readonly Policy StripeWins = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = Winner.Stripe })] };
    private static readonly Policy PeopleDecide = Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = Winner.Ask })] };

    /// <summary>What is kept equal, and who wins.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The engine's paces.</summary>
    public required EngineOptions Options { get; init; }

    /// <summary>How many engines work on the one database.</summary>
    public required int Workers { get; init; }

    /// <summary>The state of the catalogues at first contact.</summary>
    public required Beginning Beginning { get; init; }

    /// <summary>Whether the sweeps run once more when all is quiet, with what comes again.</summary>
    public required bool EndsWithSweep { get; init; }

    /// <summary>Draws one.</summary>
    /// <param name="swarm">What is drawn from.</param>
    /// <param name="windows">Decides how long the flag stays: in the seconds after a write of ours, people's edits are in the most danger.</param>
    public static Setting Draw(Random swarm, Random windows) => new()
    {
        Policy = (swarm.Next(10) switch { < 6 => Policy.Default, < 8 => StripeWins, _ => PeopleDecide }) with { Limits = windows.Next(3) == 0 ? new PriceLimits() : PriceLimits.None },
        Options = new EngineOptions
        {
            StripeRate = 1e6, SanityRate = 1e6, Poll = TimeSpan.FromHours(1), ArchiveFloor = swarm.Next(5) == 0 ? 1 : 10,
            Flag = TimeSpan.FromSeconds(windows.Next(4) == 0 ? 120 : 2), Workers = swarm.Next(8) == 0 ? 8 : swarm.Next(1, 4),
        },
        Workers = swarm.Next(4) == 0 ? 2 : 1,
        Beginning = swarm.Next(2) == 0 ? Beginning.Empty : (Beginning)swarm.Next(6),
        EndsWithSweep = swarm.Next(3) == 0,
    };
}
