using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tandem.Core;

namespace Tandem.Cli;

/// <summary>A list of objects for programs, under one name.</summary>
internal static class JsonRows
{
    /// <summary>Writes the list; what stands in each object is the caller's.</summary>
    public static void Write<T>(TextWriter output, string name, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) =>
        Write(output, static _ => { }, name, rows, write);

    /// <summary>Writes what is said before the list, and the list.</summary>
    public static void Write<T>(TextWriter output, Action<Utf8JsonWriter> before, string name, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, Indented = true }))
        {
            json.WriteStartObject();
            before(json);
            Array(json, name, rows, write);
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>A list inside of an object.</summary>
    public static void Array<T>(Utf8JsonWriter json, string name, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A moment that there may be (UTC).</summary>
    public static void Moment(Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } known)
        {
            json.WriteString(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A text as it is, anything else in its canonical text form, which is exact for money; null when unset.</summary>
    public static void Value(Utf8JsonWriter json, string name, FieldValue? value) => json.WriteString(name, value is FieldValue.Text text ? text.Value : value?.ToString());
}
