using System.Text.Json;
using Tandem.Engine;
using Tandem.Server;

namespace Tandem.Cli;

/// <summary>What became of a plan, for programs, product by product: nothing of it is kept.</summary>
/// <param name="output">Where it goes; it stays the caller's.</param>
internal sealed class ApplyJson(Stream output) : IApplyOutput, IDisposable
{
    private const int Portion = 64 * 1024;
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { Indented = true });

    /// <inheritdoc/>
    public void Begin(PlanHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        _json.WriteStartObject();
        _json.WriteString("tandem", "applied");
        _json.WriteNumber("version", 1);
        _json.WriteStartObject("for");
        _json.WriteString("connection", head.Connection);
        _json.WriteString("stripeAccount", head.StripeAccount);
        _json.WriteString("stripeMode", head.StripeMode);
        _json.WriteString("sanityProject", head.SanityProject);
        _json.WriteString("sanityDataset", head.SanityDataset);
        _json.WriteEndObject();
        _json.WriteStartArray("products");
    }

    /// <inheritdoc/>
    public void Show(AppliedEntry applied)
    {
        ArgumentNullException.ThrowIfNull(applied);
        if (!ApplyText.IsNews(applied))
        {
            return;
        }

        _json.WriteStartObject();
        _json.WriteString("document", applied.Entry.Document);
        if (applied.Entry.Stripe is { } stripe)
        {
            _json.WriteString("stripe", stripe);
        }

        _json.WriteString("name", applied.Entry.Name);
        _json.WriteString("outcome", Name(applied.Outcome));
        _json.WriteString("effect", Name(applied.Entry.Effect));
        if (applied.Reason is { Length: > 0 } reason)
        {
            _json.WriteString("reason", reason);
        }

        _json.WriteEndObject();
        if (_json.BytesPending > Portion)
        {
            _json.Flush();
        }
    }

    /// <inheritdoc/>
    public void End(ApplyTotals totals)
    {
        ArgumentNullException.ThrowIfNull(totals);
        _json.WriteEndArray();
        _json.WriteStartObject("totals");
        _json.WriteNumber("products", totals.Products);
        foreach (var outcome in Enum.GetValues<ApplyOutcome>())
        {
            _json.WriteNumber(Name(outcome), totals.Of(outcome));
        }

        foreach (var effect in Enum.GetValues<Effect>().Where(effect => effect != Effect.None))
        {
            _json.WriteNumber(Name(effect), totals.Of(effect));
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        output.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static string Name<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
