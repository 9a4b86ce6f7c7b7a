using System.Collections.Immutable;
using Tandem.Engine;

namespace Tandem.Cli.Setup;

/// <summary>Shows what setup found, will do and did.</summary>
internal interface ISetupOutput
{
    /// <summary>Something was looked at.</summary>
    void Checked(SetupFinding finding);

    /// <summary>What is to be done.</summary>
    void Planned(ImmutableArray<SetupStep> steps);

    /// <summary>A step that takes long has come so far.</summary>
    void Progress(SetupStep step, int done, int all);

    /// <summary>A step is done.</summary>
    void Done(SetupStep step);

    /// <summary>A vendor did not do a step for now; it is looked at again.</summary>
    void Waits(CatalogFault fault, TimeSpan wait);

    /// <summary>The end.</summary>
    void Ended(SetupEnd end);
}

/// <summary>What was found.</summary>
/// <param name="About">Of what: <c>Stripe</c>, <c>Sanity</c>, <c>Webhooks</c>.</param>
/// <param name="IsGood">Whether it is as it must be.</param>
/// <param name="Text">What was found, and what to do if it is not good.</param>
internal sealed record SetupFinding(string About, bool IsGood, string Text);

/// <summary>How it ended.</summary>
/// <param name="Code">The program's exit code.</param>
/// <param name="Word">The same for programs: <c>done</c>, <c>nothing</c>, <c>planned</c>, <c>declined</c>, <c>missing</c>, <c>failed</c>.</param>
/// <param name="Text">What became of it, for people.</param>
internal sealed record SetupEnd(int Code, string Word, string Text)
{
    /// <summary>What only a person can do now, one by one.</summary>
    public ImmutableArray<string> ByHand { get; init; } = [];

    /// <summary>What to do next, or to look at.</summary>
    public ImmutableArray<string> Hints { get; init; } = [];
}
