using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Cli;

/// <summary>A list of objects for programs, under one name.</summary>
internal static class JsonRows
{
    /// <summary>Writes the list; what stands in each object is the caller's.</summary>
    public static void Write<T>(TextWriter output, string name, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray(name);
            foreach (var row in rows)
            {
                json.WriteStartObject();
                write(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
