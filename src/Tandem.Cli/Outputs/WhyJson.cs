using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>For programs.</summary>
internal sealed class WhyJson(TextWriter output) : IWhyOutput
{
    /// <inheritdoc/>
    public void Show(Why why) => JsonRows.Write(
        output,
        json =>
        {
            json.WriteString("asked", why.Asked);
            json.WriteString("connection", why.History?.Key.Connection);
            json.WriteString("product", why.History?.Key.DocumentId);
            json.WriteString("link", why.History?.Record?.Link.ToString().ToLowerInvariant());
            json.WriteString("stripeProduct", why.History?.Record?.StripeId);
            JsonRows.Array(json, "prices", why.Prices, Price);
            JsonRows.Array(json, "waiting", why.Waiting(), static (row, waiting) =>
            {
                row.WriteString("what", waiting.What);
                row.WriteString("text", waiting.Text);
            });
            json.WriteBoolean("cut", why.Timeline.IsCut);
        },
        "timeline",
        why.Timeline.Lines,
        Line);

    private static void Price(Utf8JsonWriter json, SlotRecord price)
    {
        json.WriteString("price", price.Slot);
        json.WriteString("stripePrice", price.PriceId);
        json.WriteBoolean("gone", price.IsGone);
        json.WriteStartArray("former");
        foreach (var former in price.Lineage)
        {
            json.WriteStringValue(former);
        }

        json.WriteEndArray();
    }

    private static void Line(Utf8JsonWriter json, TimelineLine line)
    {
        json.WriteString("at", line.At);
        json.WriteString("what", line.What);
        json.WriteString("text", line.Text);
        if (line.Entry is { } entry)
        {
            Entry(json, entry);
        }
        else if (line.Hint is { } hint)
        {
            json.WriteString("side", Word(hint.Side));
            json.WriteString("object", hint.Subject.Id);
            json.WriteString("delivery", hint.Id);
            json.WriteString("acceptance", Word(hint.Acceptance));
            json.WriteString("foreign", hint.Foreign);
        }
        else if (line.Asked is { } asked)
        {
            json.WriteString("object", asked.Request.DocumentId);
            json.WriteString("author", asked.Request.Author);
            json.WriteString("outcome", asked.Answer is { } answer ? Word(answer.Outcome) : null);
        }
    }

    private static void Entry(Utf8JsonWriter json, JournalEntry entry)
    {
        json.WriteNumber("number", entry.Number);
        json.WriteString("side", entry.Side is { } side ? Word(side) : null);
        json.WriteString("object", entry.Object);
        json.WriteString("requestId", entry.RequestId);
        JsonRows.Array(json, "fields", entry.Fields, (row, field) =>
        {
            row.WriteString("field", field.Field);
            JsonRows.Value(row, "from", field.From);
            JsonRows.Value(row, "to", field.To);
        });
        JsonRows.Array(json, "agreed", entry.Agreed, (row, change) =>
        {
            row.WriteString("kind", Word(change.Kind));
            row.WriteString("object", change.Object);
            row.WriteString("field", change.Field);
            JsonRows.Value(row, "fromSanity", change.From.Sanity);
            JsonRows.Value(row, "fromStripe", change.From.Stripe);
            JsonRows.Value(row, "toSanity", change.To.Sanity);
            JsonRows.Value(row, "toStripe", change.To.Stripe);
        });
    }

    private static string Word<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}
