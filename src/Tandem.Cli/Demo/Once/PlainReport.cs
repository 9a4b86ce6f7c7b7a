namespace Tandem.Cli.Demo;

/// <summary>A table in plain text, line by line as the steps end: for pipes and logs.</summary>
/// <param name="output">Where it goes.</param>
internal sealed class PlainReport(TextWriter output) : IOnceReport
{
    /// <inheritdoc/>
    public void Begin(int number, string title)
    {
        if (number == 1)
        {
            output.WriteLine("The vendors here are stand-ins on this machine: no account, no key, no network.");
            output.WriteLine("Calls that the service made, reads+writes, echoes included; ms until both sides showed what they should.");
            output.WriteLine();
            output.WriteLine("           ms   Stripe   Sanity");
        }
    }

    /// <inheritdoc/>
    public void Show(StepResult result)
    {
        var calls = result.Calls;
        output.WriteLine(
            $"{(result.Holds ? "ok  " : "FAIL")} {result.Milliseconds,8:0} {$"{calls.StripeReads}+{calls.StripeWrites}",8} {$"{calls.SanityReads}+{calls.SanityWrites}",8}   {result.Number,2}. {result.Title}");
        foreach (var difference in result.Differences)
        {
            output.WriteLine($"          differs: {difference}");
        }
    }

    /// <inheritdoc/>
    public void End(IReadOnlyList<StepResult> results, TimeSpan took)
    {
        output.WriteLine();
        output.WriteLine(Summary(results, took));
    }

    /// <summary>The last line.</summary>
    public static string Summary(IReadOnlyList<StepResult> results, TimeSpan took) =>
        $"{results.Count(result => result.Holds)} of {results.Count} steps hold, in {took.TotalSeconds:0.0} s";
}
