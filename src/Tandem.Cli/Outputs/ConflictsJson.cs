using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>For programs.</summary>
internal sealed class ConflictsJson(TextWriter output) : IConflictsOutput
{
    /// <inheritdoc/>
    public void Open(IReadOnlyCollection<OpenConflict> open) => Write("conflicts", open, keep: null);

    /// <inheritdoc/>
    public void Show(IReadOnlyCollection<OpenConflict> open) => Write("conflicts", open, keep: null);

    /// <inheritdoc/>
    public void Decided(IReadOnlyCollection<OpenConflict> decided, Winner winner) => Write("resolved", decided, winner.ToString().ToLowerInvariant());

    private void Write(string name, IEnumerable<OpenConflict> conflicts, string? keep) => JsonRows.Write(output, name, conflicts, (json, open) =>
    {
        var (key, conflict, since) = open;
        json.WriteString("connection", key.Connection);
        json.WriteString("product", key.DocumentId);
        json.WriteString("kind", conflict.Kind.ToString().ToLowerInvariant());
        json.WriteString("object", conflict.Object);
        json.WriteString("field", conflict.Field);
        json.WriteString("since", since);
        json.WriteString("reason", conflict.Reason);
        JsonRows.Value(json, "agreed", conflict.Agreed);
        JsonRows.Value(json, "sanity", conflict.Sanity);
        JsonRows.Value(json, "stripe", conflict.Stripe);
        if (keep is not null)
        {
            json.WriteString("keep", keep);
        }
    });
}
