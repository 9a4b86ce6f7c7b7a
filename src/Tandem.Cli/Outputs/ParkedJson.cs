using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>For programs.</summary>
internal sealed class ParkedJson(TextWriter output) : IParkedOutput
{
    /// <inheritdoc/>
    public void Parked(IReadOnlyCollection<ParkedWork> parked) => Write("parked", parked);

    /// <inheritdoc/>
    public void Replayed(IReadOnlyCollection<ParkedWork> replayed) => Write("replayed", replayed);

    /// <inheritdoc/>
    public void Show(IReadOnlyCollection<ParkedWork> parked) => Write("parked", parked);

    /// <inheritdoc/>
    public void Discarded(IReadOnlyCollection<ParkedWork> discarded) => Write("discarded", discarded);

    private void Write(string name, IEnumerable<ParkedWork> works) => JsonRows.Write(output, name, works, static (json, work) =>
    {
        json.WriteString("key", ParkedKey.Of(work.Key));
        json.WriteString("connection", work.Key.Connection);
        json.WriteString("kind", work.Key.Kind.ToString().ToLowerInvariant());
        json.WriteString("id", work.Key.Id);
        json.WriteString("since", work.Since);
        json.WriteNumber("attempts", work.Attempts);
        json.WriteString("reason", work.Reason);
    });
}
