namespace Tandem.Cli.Demo;

/// <summary>A part of the page that is replaced as a whole when it changes.</summary>
/// <param name="Key">Unique within its pane; the element carries it as <c>data-key</c>.</param>
/// <param name="Html">One element.</param>
internal sealed record Fragment(string Key, string Html);

/// <summary>All that moves on the page, as it is at one moment.</summary>
/// <param name="Content">The content side, a product each.</param>
/// <param name="Charging">The charging side, a product each.</param>
/// <param name="Timeline">What happened, newest first.</param>
/// <param name="Status">The service and the webhooks.</param>
internal sealed record Snapshot(
    IReadOnlyList<Fragment> Content, IReadOnlyList<Fragment> Charging, IReadOnlyList<Fragment> Timeline, IReadOnlyList<Fragment> Status)
{
    /// <summary>The panes by the id of their element.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Fragment>> Panes => new Dictionary<string, IReadOnlyList<Fragment>>(StringComparer.Ordinal)
    {
        ["content"] = Content,
        ["charging"] = Charging,
        ["timeline"] = Timeline,
        ["status"] = Status,
    };
}
