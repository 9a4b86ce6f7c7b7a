using Tandem.Core;

namespace Tandem.Engine;

/// <summary>One Stripe account and mode paired with one Sanity project and dataset.</summary>
/// <param name="Name">Its name; <c>default</c> for the one that the environment variables describe.</param>
/// <param name="Sanity">The content side.</param>
/// <param name="Stripe">The charging side.</param>
/// <param name="Policy">What is kept equal, and how.</param>
public sealed record Connection(string Name, ICatalog Sanity, ICatalog Stripe, Policy Policy)
{
    /// <summary>The name of the connection that the environment variables describe.</summary>
    public const string Default = "default";

    /// <summary>How often it looks, and how many calls it may make.</summary>
    public Pace Pace { get; init; } = new();

    /// <summary>Completes when both sides have proven to be the right ones: until then its deliveries are stored and its work waits. Default: completed.</summary>
    public Task Ready { get; init; } = Task.CompletedTask;

    /// <summary>The way to the Studio plugin; null where nobody uses it.</summary>
    public IStudio? Studio { get; init; }

    /// <summary>Tells at once of documents that changed, where no webhook does; null where webhooks do.</summary>
    public IListener? Listener { get; init; }

    /// <summary>The catalog of a side.</summary>
    public ICatalog On(Side side) => side == Side.Sanity ? Sanity : Stripe;
}
