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

    /// <summary>How documents hold their fields.</summary>
    public required Layout Layout { get; init; }

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
    /// <param name="mappings">Decides what a mapping says.</param>
    public static Setting Draw(Random swarm, Random windows, Random mappings)
    {
        var layout = mappings.Next(5) switch { 0 => Layout.Moved, 1 => Layout.Embedded, _ => Layout.Usual };
        var policy = (swarm.Next(10) switch { < 6 => Policy.Default, < 8 => StripeWins, _ => PeopleDecide }) with { Limits = windows.Next(3) == 0 ? new PriceLimits() : PriceLimits.None };
        return Draw(layout, Directed(layout.In(policy), mappings), swarm, windows);
    }

    // A field that travels one way only is one where the side that it comes from wins.
    private static Policy Directed(Policy policy, Random mappings) => mappings.Next(8) switch
    {
        0 => With(policy, Direction.ToStripe, Winner.Sanity),
        1 => With(policy, Direction.ToSanity, Winner.Stripe),
        2 when mappings.Next(2) == 0 => With(policy, Direction.Off, Winner.Sanity),
        _ => policy,
    };

    private static Policy With(Policy policy, Direction direction, Winner winner) => policy with
    {
        Rules = [.. policy.Rules.Select(rule => rule is { Kind: Kind.Product, Field: FieldNames.Description } or { Kind: Kind.Price, Field: FieldNames.Nickname } ? rule with { Direction = direction, Winner = winner } : rule)],
    };

    private static Setting Draw(Layout layout, Policy policy, Random swarm, Random windows) => new()
    {
        Policy = policy,
        Layout = layout,
        Options = new EngineOptions
        {
            Poll = TimeSpan.FromHours(1), ArchiveFloor = swarm.Next(5) == 0 ? 1 : 10,
            Flag = TimeSpan.FromSeconds(windows.Next(4) == 0 ? 120 : 2), Workers = swarm.Next(8) == 0 ? 8 : swarm.Next(1, 4),
        },
        Workers = swarm.Next(4) == 0 ? 2 : 1,
        Beginning = swarm.Next(2) == 0 ? Beginning.Empty : (Beginning)swarm.Next(6),
        EndsWithSweep = swarm.Next(3) == 0,
    };

    /// <summary>Whether an edit of a field on a side is to reach the other one.</summary>
    public bool MayTravel(string field, Side from) => Travels(field) is var direction
        && (direction == Direction.Both || direction == (from == Side.Sanity ? Direction.ToStripe : Direction.ToSanity));

    /// <summary>The rarer fields of products that travel from a side.</summary>
    public IEnumerable<string> Rarer(Side from) => Extra.All.Select(extra => extra.Field).Concat(["tax_code", "shippable"]).Where(field => MayTravel(field, from));

    /// <summary>Which way a field travels, by the name that the checks have for it.</summary>
    public Direction Travels(string field) => Rule(field)?.Direction ?? Direction.Both;

    /// <summary>Who wins a conflict of a field, by the name that the checks have for it.</summary>
    public Winner WinnerOf(string field) => Rule(field)?.Winner ?? Winner.Sanity;

    private FieldRule? Rule(string field) => Policy.Rules.FirstOrDefault(rule => rule.Field == field);
}
