namespace Tandem.Cli.Demo;

/// <summary>Plays steps one after the other, and checks each against both worlds.</summary>
/// <param name="stage">Where it plays.</param>
internal sealed class Rehearsal(Stage stage)
{
    /// <summary>How long a step may take until both worlds show what they should, and again until all is quiet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    /// <summary>How long it must be quiet to count as quiet: a webhook may be between two hands.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(120);

    private int _number;
    private int _violations;
    private int _throttled;

    /// <summary>Plays one step.</summary>
    public async Task<StepResult> Play(Step step, CancellationToken cancellation)
    {
        var before = Tally.Of(stage.StandIns);
        var began = stage.Clock.GetTimestamp();
        string[] differences;
        var took = TimeSpan.Zero;
        try
        {
            await step.Act(cancellation);
            await Until(() => !step.Missing().Any(), cancellation);
            took = stage.Clock.GetElapsedTime(began);
            await UntilQuiet(cancellation);
            var calls = Tally.Of(stage.StandIns) - before;
            differences = [.. step.Missing(), .. Comparison.Differences(stage.StandIns), .. Violations(), .. Throttled(), .. await stage.Waiting(cancellation), .. step.Cost(calls)];
            return new StepResult(++_number, step.Title, differences, took.TotalMilliseconds, calls);
        }
        catch (Exception refused) when (refused is InvalidOperationException or Sandbox.Sanity.SanityRefusedException)
        {
            differences = [refused.Message];
        }

        return new StepResult(++_number, step.Title, differences, took.TotalMilliseconds, Tally.Of(stage.StandIns) - before);
    }

    /// <summary>Waits until something holds, or patience ends: what is missing then is told by who asks again.</summary>
    public async Task Until(Func<bool> holds, CancellationToken cancellation)
    {
        var began = stage.Clock.GetTimestamp();
        while (!holds() && stage.Clock.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Glance, stage.Clock, cancellation);
        }
    }

    /// <summary>Waits until nothing is under way any more.</summary>
    public async Task UntilQuiet(CancellationToken cancellation)
    {
        var began = stage.Clock.GetTimestamp();
        var quietSince = began;
        while (stage.Clock.GetElapsedTime(quietSince) < Silence && stage.Clock.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Glance, stage.Clock, cancellation);
            if (!await stage.IsQuiet(cancellation))
            {
                quietSince = stage.Clock.GetTimestamp();
            }
        }
    }

    private string[] Violations()
    {
        var all = stage.StandIns.Stripe.Invariants.Violations;
        string[] fresh = [.. all.Skip(_violations).Select(violation => $"Stripe saw what must never be: {violation.Rule}, {violation.Detail}")];
        _violations = all.Length;
        return fresh;
    }

    private string[] Throttled()
    {
        var all = Tally.Throttled(stage.StandIns);
        var fresh = all - _throttled;
        _throttled = all;
        return fresh == 0 ? [] : [$"{fresh} calls were refused for being too many in a second"];
    }
}
