using System.Text.Encodings.Web;
using System.Text.Json;
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
    public void Refused(IReadOnlyCollection<ParkedWork> refused) => Write("refused", refused);

    private void Write(string name, IEnumerable<ParkedWork> works)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray(name);
            foreach (var work in works)
            {
                json.WriteStartObject();
                json.WriteString("key", ParkedKey.Of(work.Key));
                json.WriteString("connection", work.Key.Connection);
                json.WriteString("kind", work.Key.Kind.ToString().ToLowerInvariant());
                json.WriteString("id", work.Key.Id);
                json.WriteString("since", work.Since);
                json.WriteNumber("attempts", work.Attempts);
                json.WriteString("reason", work.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
