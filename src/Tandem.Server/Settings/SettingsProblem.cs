namespace Tandem.Server;

/// <summary>Something about the settings that keeps the service from starting.</summary>
/// <param name="Variable">The variable, or the place in a file.</param>
/// <param name="Text">What is wrong with it and what to do; never its value.</param>
public sealed record SettingsProblem(string Variable, string Text)
{
    /// <summary>Whether it is in <c>tandem.json</c>, where it is mended too.</summary>
    public bool IsInMapping { get; init; }
}
