using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>What the service has written into a dataset beside the fields that it carries: its private documents, and the mirrors in documents. Finds it, and takes it away.</summary>
public sealed class SanityTraces : IDisposable
{
    /// <summary>How many documents one transaction touches.</summary>
    public const int Batch = 50;

    private readonly SanityClient _client;
    private readonly SanitySchema _schema;

    /// <summary>Makes it. Nothing is sent yet.</summary>
    /// <param name="options">Which dataset, and with which token.</param>
    /// <param name="schema">Which types hold what.</param>
    /// <param name="clock">The clock of timeouts.</param>
    /// <param name="handler">Carries the calls in place of a socket; it stays the caller's.</param>
    public SanityTraces(SanityOptions options, SanitySchema schema, TimeProvider clock, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _client = new SanityClient(options, handler, clock);
    }

    /// <summary>The fields of documents that are mirrors, where <c>--also-ids</c> takes them away.</summary>
    public static ImmutableArray<string> Mirrors { get; } = [SanitySchema.ProductMirror, SanitySchema.PriceMirror, SanitySchema.Flag];

    /// <summary>One page of private documents (<c>stripeSync.…</c>).</summary>
    /// <param name="after">The <see cref="DocumentPage.Next"/> of the page before; null for the first one.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Outcome<DocumentPage>> PrivateDocuments(string? after, CancellationToken cancellation)
    {
        var found = await _client.Query(Groq.Private, new JsonObject { ["last"] = after ?? "", ["limit"] = Batch }, "remove", cancellation);
        return found.Fault is { } fault ? fault : Page(found.Value!.Items, row => new JsonObject { ["delete"] = new JsonObject { ["id"] = row.Text("_id") } });
    }

    /// <summary>One page of products and prices, their drafts and versions included, that hold mirrors.</summary>
    /// <param name="after">The <see cref="DocumentPage.Next"/> of the page before; null for the first one.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Outcome<DocumentPage>> MirroredDocuments(string? after, CancellationToken cancellation)
    {
        // Which list holds embedded prices is configuration, and no query has anything put into it: their documents are read whole.
        var parameters = new JsonObject { ["types"] = _schema.Types(), ["last"] = after ?? "", ["limit"] = Batch };
        var found = await _client.Query(_schema.Embedded is null ? Groq.Mirrored : Groq.Whole, parameters, "remove", cancellation);
        return found.Fault is { } fault ? fault : Page(found.Value!.Items, Cleared);
    }

    /// <summary>Does to the documents of a page what it stands for, as one transaction. Where one of them has moved since, nothing is done.</summary>
    public async Task<CatalogFault?> Remove(DocumentPage page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(page);
        if (page.Mutations.Count == 0)
        {
            return null;
        }

        // The same documents in the same revisions are never met again once this was done.
        var token = Derived.Uuid(["tandem setup --remove", .. page.Revisions]);
        return (await _client.Mutate((JsonArray)page.Mutations.DeepClone(), token, _ => null, cancellation)).Fault;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static DocumentPage Page(ImmutableArray<JsonElement> rows, Func<JsonElement, JsonObject?> change)
    {
        var changes = rows.Select(row => (Row: row, Mutation: change(row))).Where(one => one.Mutation is not null).ToList();
        return new DocumentPage(
            changes.Count,
            rows.Length < Batch ? null : rows[^1].Text("_id"),
            new JsonArray([.. changes.Select(one => one.Mutation)]),
            [.. changes.Select(one => $"{one.Row.Text("_id")} {one.Row.Text("_rev")}")]);
    }

    private JsonObject? Cleared(JsonElement row)
    {
        var places = Mirrors.Where(name => row.Get(name) is not null).Concat(InEntries(row)).ToList();
        return places.Count == 0 ? null : new JsonObject
        {
            ["patch"] = new JsonObject { ["id"] = row.Text("_id"), ["ifRevisionID"] = row.Text("_rev"), ["unset"] = new JsonArray([.. places.Select(JsonNode (place) => place)]) },
        };
    }

    private IEnumerable<string> InEntries(JsonElement row) =>
        _schema.Entries is { } entries && FieldPath.In(row, entries.List) is { ValueKind: JsonValueKind.Array } list
            ? from entry in list.EnumerateArray()
              where entry.Get(SanitySchema.PriceMirror) is not null && entry.Text("_key") is { } key && entries.IsKey(key)
              select FieldPath.Parse(entries.Path(entry.Text("_key")!, SanitySchema.PriceMirror))!.Patch()
            : [];
}

/// <summary>A page of documents, and what is to be done to them.</summary>
public sealed record DocumentPage
{
    internal DocumentPage(int count, string? next, JsonArray mutations, ImmutableArray<string> revisions) =>
        (Count, Next, Mutations, Revisions) = (count, next, mutations, revisions);

    /// <summary>How many documents of the page it concerns.</summary>
    public int Count { get; }

    /// <summary>Where the next page starts; null after the last one.</summary>
    public string? Next { get; }

    internal JsonArray Mutations { get; }

    internal ImmutableArray<string> Revisions { get; }
}
