using System.Text.Json;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Reads a verified webhook of Sanity. The body is a hint at best: which document may differ, never how.</summary>
/// <remarks>
/// Both projections are understood: our small one (<c>{op, id, type, rev, prevRev, updatedAt, product}</c>) and none, where the body is the
/// whole document. Any other JSON value is taken as well; then the headers name the document. <see href="https://www.sanity.io/docs/webhooks"/>
/// </remarks>
public static class SanityDelivery
{
    /// <summary>The largest body, in bytes: whole documents fit.</summary>
    public const int BodyLimit = 4_000_000;

    private const int TextLimit = 256;

    /// <summary>The delivery, or a refusal that says what is wrong with it. Never throws, whatever is sent.</summary>
    /// <param name="source">Whose webhooks are expected.</param>
    /// <param name="header">Gives a request header by its name; null when it is not there.</param>
    /// <param name="body">The raw body, whose signature was verified.</param>
    /// <param name="receivedAt">When it came.</param>
    public static Outcome<Delivery> Read(SanitySource source, Func<string, string?> header, ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(header);
        if (body.Length > BodyLimit)
        {
            return Refused($"The body has more than {BodyLimit} bytes.");
        }

        if (StrictJson.Parse(body.Span) is not { } json)
        {
            return Refused("The body is no sound JSON: it is cut, too deep, names something twice or holds broken text.");
        }

        var transaction = Clean(header("sanity-transaction-id"));
        var id = SanityId.Parse(json.Text(IdName(json))) ?? SanityId.Parse(Clean(header("sanity-document-id")));
        var key = Clean(header("idempotency-key")) ?? (transaction is not null && id is not null ? $"{transaction}:{id.Whole}" : null);
        if (key is null)
        {
            return Refused("Neither an idempotency key nor a transaction id with a document tells this delivery apart.");
        }

        var subject = Subject(source.Schema, json, id);
        return new Delivery
        {
            Connection = source.Connection,
            Side = Side.Sanity,
            Id = key,
            Type = Operation(header("sanity-operation")) ?? Operation(json.Text("op")) ?? "changed",
            Subject = subject,
            Related = subject is { Kind: Kind.Price } && Product(json) is { } product ? [new ObjectId(Side.Sanity, Kind.Product, product)] : [],
            Token = transaction,
            Revision = Clean(json.Text(IsOurs(json) ? "rev" : "_rev")),
            Foreign = Foreign(source, Clean(header("sanity-project-id")), Clean(header("sanity-dataset"))),
            ReceivedAt = receivedAt,
            Body = body,
        };
    }

    // In a whole document, "id" and "type" are fields of the editors' own making.
    private static bool IsOurs(JsonElement json) => json.Text("op") is not null && json.Text("_id") is null;

    private static string IdName(JsonElement json) => IsOurs(json) ? "id" : "_id";

    private static string? Operation(string? text) => text is "create" or "update" or "delete" ? text : null;

    // What goes into keys and messages is short and visible.
    private static string? Clean(string? text) =>
        text?.Trim() is { Length: > 0 and <= TextLimit } value && value.All(c => c is > ' ' and < '\x7f') ? value : null;

    // Drafts and versions are never due. A body that does not say its type may still be one of ours: the pass will see.
    private static ObjectId? Subject(SanitySchema schema, JsonElement json, SanityId? id)
    {
        var type = json.Text(IsOurs(json) ? "type" : "_type");
        var kind = type is null ? Kind.Product : schema.KindOf(type);
        return id is SanityId.Published && kind is { } known ? new ObjectId(Side.Sanity, known, id.PublishedId) : null;
    }

    private static string? Product(JsonElement json) =>
        json.Reference(SanitySchema.PriceProduct) ?? SanityId.PublishedOf(json.Text(SanitySchema.PriceProduct));

    private static string? Foreign(SanitySource source, string? project, string? dataset)
    {
        if (project is not null && project != source.ProjectId)
        {
            return $"It comes from the Sanity project {project}, not {source.ProjectId}.";
        }

        return dataset is not null && dataset != source.Dataset ? $"It comes from the dataset {dataset}, not {source.Dataset}." : null;
    }

    private static CatalogFault Refused(string message) => SanityFaults.Refused(null, "malformed", message);
}
