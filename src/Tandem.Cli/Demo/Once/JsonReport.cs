using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Cli.Demo;

/// <summary>One JSON object when all is over: for scripts.</summary>
/// <param name="output">Where it goes.</param>
internal sealed class JsonReport(TextWriter output) : IOnceReport
{
    // Written to a terminal or a file, not into a page: readable letters may stay.
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public void Begin(int number, string title)
    {
        // Nothing is told before the end: half an object is none.
    }

    /// <inheritdoc/>
    public void Show(StepResult result)
    {
        // As above.
    }

    /// <inheritdoc/>
    public void End(IReadOnlyList<StepResult> results, TimeSpan took) => output.WriteLine(JsonSerializer.Serialize(
        new
        {
            Holds = results.All(result => result.Holds),
            Milliseconds = Math.Round(took.TotalMilliseconds),
            Steps = results.Select(result => new
            {
                result.Number,
                result.Title,
                result.Holds,
                Milliseconds = Math.Round(result.Milliseconds),
                Stripe = new { Reads = result.Calls.StripeReads, Writes = result.Calls.StripeWrites },
                Sanity = new { Reads = result.Calls.SanityReads, Writes = result.Calls.SanityWrites },
                result.Differences,
            }),
        },
        Readable));
}
