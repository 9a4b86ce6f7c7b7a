using System.Text.Json;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Writes a plan as JSON, product by product: nothing of it is kept. What agrees is counted only.</summary>
public sealed class PlanWriter : IDisposable
{
    // After so many bytes what is there goes to the stream.
    private const int Portion = 64 * 1024;

    private readonly Utf8JsonWriter _json;

    private PlanWriter(Utf8JsonWriter json) => _json = json;

    /// <summary>Begins a plan.</summary>
    /// <param name="output">Where it goes; it stays the caller's.</param>
    /// <param name="head">Which pair it is for.</param>
    public static PlanWriter Begin(Stream output, PlanHead head)
    {
        var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("tandem", PlanJson.Mark);
        json.WriteNumber("version", PlanJson.Version);
        json.WritePropertyName("for");
        JsonSerializer.Serialize(json, head, PlanJson.Options);
        json.WriteStartArray("products");
        return new PlanWriter(json);
    }

    /// <summary>Writes a product.</summary>
    public void Add(Preview preview)
    {
        ArgumentNullException.ThrowIfNull(preview);
        if (preview.State == PreviewState.InStep)
        {
            return;
        }

        JsonSerializer.Serialize(_json, PlanEntry.Of(preview), PlanJson.Options);
        if (_json.BytesPending > Portion)
        {
            _json.Flush();
        }
    }

    /// <summary>Ends the plan. A file without an end is no plan.</summary>
    public void End(PlanTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        _json.WriteEndArray();
        _json.WriteStartObject("totals");
        _json.WriteNumber("products", totals.Products);
        foreach (var state in Enum.GetValues<PreviewState>().Where(state => state != PreviewState.Changes))
        {
            _json.WriteNumber(Name(state), totals.Of(state));
        }

        foreach (var effect in Enum.GetValues<Effect>().Where(effect => effect != Effect.None))
        {
            _json.WriteNumber(Name(effect), totals.Of(effect));
        }

        _json.WriteNumber("matched", totals.Matched);
        _json.WriteNumber("conflicts", totals.Conflicts);
        _json.WriteNumber("refused", totals.Refused);
        _json.WriteNumber("stripeWrites", totals.StripeWrites);
        _json.WriteNumber("sanityWrites", totals.SanityWrites);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static string Name<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
