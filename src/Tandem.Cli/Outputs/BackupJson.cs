using System.Text.Json;
using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary>For programs: one object, once it is done.</summary>
internal sealed class BackupJson(TextWriter output) : IBackupOutput
{
    /// <inheritdoc/>
    public void Taken(BackupFacts facts) => Write(facts, static _ => { });

    /// <inheritdoc/>
    public void Seen(BackupFacts facts, string database, bool isThere)
    {
    }

    /// <inheritdoc/>
    public void Restored(Restoration done) => Write(done.Facts, json => json.WriteString("former", done.Former));

    private void Write(BackupFacts facts, Action<Utf8JsonWriter> more) => JsonRows.Write(
        output,
        json =>
        {
            json.WriteString("file", facts.File);
            json.WriteNumber("bytes", facts.Bytes);
            json.WriteNumber("schema", facts.Schema);
            JsonRows.Moment(json, "takenAt", facts.TakenAt);
            JsonRows.Moment(json, "newestLine", facts.NewestLine);
            json.WriteNumber("products", facts.Products);
            json.WriteNumber("journal", facts.Lines);
            json.WriteNumber("received", facts.Deliveries);
            json.WriteNumber("waiting", facts.Work);
            more(json);
        },
        "connections",
        facts.Connections,
        (json, name) => json.WriteString("connection", name));
}
