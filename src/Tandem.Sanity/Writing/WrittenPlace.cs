using System.Text.Json;
using Tandem.Core;

namespace Tandem.Sanity;

/// <summary>What a change is about: a document, or the entry of its product's document that a price is.</summary>
/// <param name="Schema">Where documents hold what.</param>
/// <param name="Kind">The sort of object.</param>
/// <param name="DocumentId">The published document.</param>
/// <param name="Key">The entry's <c>_key</c>; null for the document as a whole.</param>
internal sealed record WrittenPlace(SanitySchema Schema, Kind Kind, string DocumentId, string? Key)
{
    /// <summary>Where an object is made.</summary>
    public static WrittenPlace Of(SanitySchema schema, Change.Create create) => Of(schema, create.Kind, create.Id ?? "", create.ProductId);

    /// <summary>Where an object is changed.</summary>
    public static WrittenPlace Of(SanitySchema schema, Change.Update update) => Of(schema, update.Kind, update.Id, update.ProductId);

    /// <summary>The place of the mirror.</summary>
    public string Mirror => Key is null ? SanitySchema.MirrorOf(Kind) : Schema.Entries!.Path(Key, SanitySchema.MirrorOf(Kind));

    /// <summary>Where the document holds a field; null when it has no place for it.</summary>
    public SanityField? Find(string field) => Schema.Find(Kind, field) is { } held && Key is not null ? Schema.Entries!.In(Key, held) : Schema.Find(Kind, field);

    /// <summary>Where the document holds a field that is to be written.</summary>
    public SanityField FieldOf(string field) => Find(field) ?? throw new InvalidOperationException($"The documents have no place for the field {field}.");

    /// <summary>A change as the document holds it: the slot of an embedded price is a key there.</summary>
    public FieldChange Held(FieldChange change) => FieldOf(change.Field).Shape == FieldShape.PriceKey && change.To is FieldValue.Text slot
        ? change with { To = new FieldValue.Text(PriceEntries.KeyOf(DocumentId, slot.Value)) }
        : change;

    /// <summary>What is changed, in a document, a draft or a version as it is; null when it is not there.</summary>
    public JsonElement? In(JsonElement? document) => Key is null || document is not { } held
        ? document
        : Schema.Entries!.Of(held).FirstOrDefault(entry => entry.Key == Key)?.Content;

    /// <summary>Why nothing can be written there; null when it can.</summary>
    public string? Problem() => SanityId.Parse(DocumentId) is null ? $"\"{DocumentId}\" is no id that a Sanity document can have."
        : Key is not null && !Schema.Entries!.IsKey(Key) ? $"\"{Key}\" is no _key that an entry of {Schema.Embedded} can have."
        : null;

    private static WrittenPlace Of(SanitySchema schema, Kind kind, string id, string? productId) => kind == Kind.Price && schema.Embedded is not null
        ? new(schema, kind, productId ?? "", PriceEntries.KeyOf(productId ?? "", id))
        : new(schema, kind, id, null);
}
