using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Writes what the Studio is to show as a status document.</summary>
internal sealed class StatusWriting(SanitySchema schema, bool isLive)
{
    private const string Type = "stripeSync.status";

    /// <summary>The whole document.</summary>
    public JsonObject Document(StatusNotice notice)
    {
        var status = notice.Status;
        return Without(new JsonObject
        {
            ["_id"] = StudioId.OfStatus(status.DocumentId),
            ["_type"] = Type,
            ["documentId"] = status.DocumentId,
            ["documentType"] = status.Kind is { } kind ? schema.TypeOf(kind) : null,
            ["state"] = Word(status.State),
            ["stripeId"] = status.StripeId,
            ["livemode"] = isLive,
            ["syncedAt"] = Text(status.SyncedAt),
            ["message"] = status.Message,
            ["fields"] = new JsonArray([.. status.Fields.Select(field => Field(status, field))]),
            ["lineage"] = status.Kind == Kind.Price ? new JsonArray([.. status.Lineage.Select(Former)]) : null,
            ["answers"] = notice.Answers.IsEmpty ? null : new JsonArray([.. notice.Answers.Select(Answer)]),
        });
    }

    private JsonNode Field(DocumentStatus status, FieldStatus field) => Without(new JsonObject
    {
        ["_key"] = field.Name,
        ["field"] = field.Name,
        ["path"] = Path(status, field),
        ["state"] = Word(field.State),
        ["sanity"] = field.Sanity,
        ["stripe"] = field.Stripe,
        ["agreed"] = field.Agreed,
        ["why"] = field.Why,
        ["at"] = Text(field.At),
    });

    private string? Path(DocumentStatus status, FieldStatus field)
    {
        var kind = field.Part is null ? status.Kind : Kind.Price;
        var name = kind is { } known ? schema.Find(known, field.Field)?.Name : null;
        return name is not null && field.Part is { } slot && schema.Entries is { } entries ? entries.Path(PriceEntries.KeyOf(status.DocumentId, slot), name) : name;
    }

    private static JsonNode Former(FormerPrice price) => Without(new JsonObject
    {
        ["_key"] = price.PriceId,
        ["priceId"] = price.PriceId,
        ["amount"] = price.Amount,
        ["active"] = price.IsActive,
        ["from"] = Text(price.From),
        ["until"] = Text(price.Until),
    });

    private static JsonNode Answer(StudioAnswer answer) => Without(new JsonObject
    {
        ["_key"] = answer.Nonce,
        ["nonce"] = answer.Nonce,
        ["action"] = Word(answer.Action),
        ["outcome"] = Word(answer.Outcome),
        ["message"] = answer.Message,
        ["at"] = Text(answer.At),
        ["by"] = answer.By,
    });

    // Sanity takes a null for a value of its own: what is unset is not there.
    private static JsonObject Without(JsonObject node)
    {
        foreach (var name in node.Where(member => member.Value is null).Select(member => member.Key).ToList())
        {
            node.Remove(name);
        }

        return node;
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string? Text(DateTimeOffset? moment) => moment?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
