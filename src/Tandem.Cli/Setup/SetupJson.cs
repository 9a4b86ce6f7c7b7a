using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Tandem.Engine;

namespace Tandem.Cli.Setup;

/// <summary>For programs: one object at the end. Secrets are not in it.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="file">The file that settings are written to, as it was named.</param>
internal sealed class SetupJson(TextWriter output, string file) : ISetupOutput
{
    private readonly List<SetupFinding> _findings = [];
    private readonly List<SetupStep> _done = [];
    private ImmutableArray<SetupStep> _planned = [];

    /// <inheritdoc/>
    public void Checked(SetupFinding finding) => _findings.Add(finding);

    /// <inheritdoc/>
    public void Planned(ImmutableArray<SetupStep> steps) => _planned = steps;

    /// <inheritdoc/>
    public void Progress(SetupStep step, int done, int all)
    {
        // Only the end is told.
    }

    /// <inheritdoc/>
    public void Done(SetupStep step) => _done.Add(step);

    /// <inheritdoc/>
    public void Waits(CatalogFault fault, TimeSpan wait)
    {
        // What it came to is said at the end.
    }

    /// <inheritdoc/>
    public void Ended(SetupEnd end)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("result", end.Word);
            json.WriteString("text", end.Text);
            Write(json, "checks", _findings, finding =>
            {
                json.WriteString("about", finding.About);
                json.WriteBoolean("isGood", finding.IsGood);
                json.WriteString("text", finding.Text);
            });
            Write(json, "planned", _planned, step => Step(json, step));
            Write(json, "done", _done, step => Step(json, step));
            Texts(json, "byHand", end.ByHand);
            Texts(json, "hints", end.Hints);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private void Step(Utf8JsonWriter json, SetupStep step)
    {
        json.WriteString("do", step.Glyph switch { '+' => "create", '-' => "delete", _ => "change" });
        json.WriteString("what", step is SetupStep.SaveSettings ? file : step.What);
        json.WriteString("why", step.Why);
        Write(json, "differences", step.Differences, difference =>
        {
            json.WriteString("name", difference.Name);
            json.WriteString("from", difference.From);
            json.WriteString("to", difference.To);
        });
    }

    private static void Write<T>(Utf8JsonWriter json, string name, IEnumerable<T> rows, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
