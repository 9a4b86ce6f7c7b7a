namespace Tandem.Cli.Demo;

/// <summary>Tells how the steps of <c>tandem demo --once</c> go.</summary>
internal interface IOnceReport
{
    /// <summary>A step is played now.</summary>
    void Begin(int number, string title);

    /// <summary>A step is over.</summary>
    void Show(StepResult result);

    /// <summary>All is over.</summary>
    /// <param name="results">Every step that was played.</param>
    /// <param name="took">All of it, set-up included.</param>
    void End(IReadOnlyList<StepResult> results, TimeSpan took);
}
