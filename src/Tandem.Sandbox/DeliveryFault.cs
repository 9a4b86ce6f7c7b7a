namespace Tandem.Sandbox;

/// <summary>A rule that spoils webhook deliveries.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record DeliveryFault(DeliveryFaultKind Kind)
{
    /// <summary>Only deliveries whose summary starts with this, for instance <c>price.updated</c>.</summary>
    public string SummaryPrefix { get; init; } = "";

    /// <summary>How many matching deliveries go through untouched first.</summary>
    public int Skip { get; init; }

    /// <summary>How many deliveries it spoils before it is used up.</summary>
    public int Times { get; init; } = int.MaxValue;

    /// <summary>How likely a matching delivery is spoiled, drawn from the seeded source; 1 is always.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How late it comes, on the world's clock; for <see cref="DeliveryFaultKind.Reorder"/> the longest it waits to be overtaken.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);
}
