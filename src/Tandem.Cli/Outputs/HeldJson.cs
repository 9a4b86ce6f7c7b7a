using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>For programs.</summary>
internal sealed class HeldJson(TextWriter output) : IHeldOutput
{
    /// <inheritdoc/>
    public void List(IReadOnlyCollection<WaitingChange> held) => Write("held", held);

    /// <inheritdoc/>
    public void Show(IReadOnlyCollection<WaitingChange> held) => Write("held", held);

    /// <inheritdoc/>
    public void Ruled(IReadOnlyCollection<WaitingChange> ruled, Ruling ruling) => Write(ruling.ToString().ToLowerInvariant(), ruled);

    private void Write(string name, IEnumerable<WaitingChange> held) => JsonRows.Write(output, name, held, static (json, waiting) =>
    {
        var (key, change, since) = waiting;
        json.WriteString("connection", key.Connection);
        json.WriteString("product", key.DocumentId);
        json.WriteString("side", change.Side.ToString().ToLowerInvariant());
        json.WriteString("object", change.Object);
        json.WriteString("document", change.Document);
        json.WriteString("field", change.Field);
        json.WriteString("since", since);
        json.WriteString("reason", change.Reason);
        json.WriteBoolean("refusable", change.CanBeRefused);
        JsonRows.Array(json, "changes", change.Changes, static (row, field) =>
        {
            row.WriteString("field", field.Field);
            JsonRows.Value(row, "from", field.From);
            JsonRows.Value(row, "to", field.To);
        });
    });
}
