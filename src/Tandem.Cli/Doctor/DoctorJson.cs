namespace Tandem.Cli.Doctor;

/// <summary>For programs: one object at the end.</summary>
/// <param name="output">Where it goes.</param>
internal sealed class DoctorJson(TextWriter output) : IDoctorOutput
{
    private readonly List<Result> _all = [];

    /// <inheritdoc/>
    public void Found(Result result) => _all.Add(result);

    /// <inheritdoc/>
    public void Ended() => JsonRows.Write(output, "checks", _all, (json, result) =>
    {
        json.WriteString("name", result.Check.Name);
        json.WriteString("area", result.Area.ToLowerInvariant());
        json.WriteString("severity", result.Finding.Severity.ToString().ToLowerInvariant());
        json.WriteString("text", result.Finding.Text);
        json.WriteString("remedy", result.Remedy);
    });
}
