namespace Tandem.Cli.Demo;

/// <summary>One scene of the storyline.</summary>
/// <param name="Title">What happens and what must come of it, in a sentence.</param>
/// <param name="Act">Does it.</param>
/// <param name="Missing">What is not as it should be yet, in sentences; none when the step holds.</param>
internal sealed record Step(string Title, Func<CancellationToken, Task> Act, Func<IEnumerable<string>> Missing)
{
    /// <summary>What is wrong with the calls that it took, in sentences; asked when all is quiet again.</summary>
    public Func<Tally, IEnumerable<string>> Cost { get; init; } = _ => [];
}

/// <summary>How a step went.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Title">As in <see cref="Step"/>.</param>
/// <param name="Differences">What differed from what was promised; none when the step holds.</param>
/// <param name="Milliseconds">From the act until both worlds showed what they should.</param>
/// <param name="Calls">The API calls that it took, echoes and all, until everything was quiet again.</param>
internal sealed record StepResult(int Number, string Title, IReadOnlyList<string> Differences, double Milliseconds, Tally Calls)
{
    /// <summary>Whether all held.</summary>
    public bool Holds => Differences.Count == 0;
}
