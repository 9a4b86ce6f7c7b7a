namespace Tandem.Cli;

/// <summary>For programs: one object, at the end.</summary>
internal sealed class UndoJson(TextWriter output) : IUndoOutput
{
    /// <inheritdoc/>
    public void Show(UndoView view)
    {
    }

    /// <inheritdoc/>
    public void End(UndoView view, bool isAsked, bool isServed) => JsonRows.Write(
        output,
        json =>
        {
            json.WriteString("connection", view.Key.Connection);
            json.WriteString("product", view.Key.DocumentId);
            json.WriteString("back", view.Back);
            json.WriteBoolean("asked", isAsked);
            json.WriteBoolean("running", isServed);
            json.WriteStartArray("stay");
            foreach (var stays in view.Stay)
            {
                json.WriteStringValue(stays);
            }

            json.WriteEndArray();
        },
        "changes",
        view.Changes,
        (json, change) =>
        {
            json.WriteString("kind", $"{change.Kind}".ToLowerInvariant());
            json.WriteString("object", change.Object);
            json.WriteString("field", change.Field);
            JsonRows.Value(json, "from", change.From.Sanity);
            JsonRows.Value(json, "to", change.To.Sanity);
        });
}
