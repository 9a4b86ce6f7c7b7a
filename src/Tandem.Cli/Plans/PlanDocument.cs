using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>A plan as JSON, for programs and for <c>tandem apply</c>.</summary>
/// <param name="output">Where it goes; it stays the caller's.</param>
internal sealed class PlanDocument(Stream output) : IPlanOutput, IDisposable
{
    private PlanWriter? _writer;

    /// <inheritdoc/>
    public void Begin(PlanHead head) => _writer = PlanWriter.Begin(output, head);

    /// <inheritdoc/>
    public void Show(Preview preview) => _writer!.Add(preview);

    /// <inheritdoc/>
    public void End(PlanTotals totals) => _writer!.End(totals);

    /// <inheritdoc/>
    public void Dispose() => _writer?.Dispose();
}

/// <summary>Tells several at once.</summary>
/// <param name="outputs">Who is told.</param>
internal sealed class PlanOutputs(params IPlanOutput[] outputs) : IPlanOutput
{
    /// <inheritdoc/>
    public void Begin(PlanHead head) => Array.ForEach(outputs, output => output.Begin(head));

    /// <inheritdoc/>
    public void Show(Preview preview) => Array.ForEach(outputs, output => output.Show(preview));

    /// <inheritdoc/>
    public void End(PlanTotals totals) => Array.ForEach(outputs, output => output.End(totals));
}
