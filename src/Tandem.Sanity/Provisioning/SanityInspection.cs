using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Looks into a dataset for what is set up wrongly. It only reads.</summary>
public sealed class SanityInspection : IDisposable
{
    /// <summary>How many documents of a type are looked at: enough to see which fields they have.</summary>
    public const int SampleSize = 20;

    private readonly SanityClient _client;
    private readonly SanitySchema _schema;
    private readonly PictureServer _server;
    private readonly PictureDownload _pictures;

    /// <summary>Makes it. Nothing is sent yet.</summary>
    /// <param name="options">Which dataset, and with which token.</param>
    /// <param name="schema">Which types hold what.</param>
    /// <param name="clock">The clock of timeouts.</param>
    /// <param name="handler">Carries the calls in place of a socket; it stays the caller's.</param>
    /// <param name="pictures">How the picture server is reached; the internet when null.</param>
    public SanityInspection(SanityOptions options, SanitySchema schema, TimeProvider clock, HttpMessageHandler? handler = null, PictureNetwork? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _client = new SanityClient(options, handler, clock);
        _server = new PictureServer(options.ProjectId, options.Dataset);
        _pictures = new PictureDownload(pictures ?? new PictureNetwork(), clock);
    }

    /// <summary>How many published documents of a kind there are, and which of the mapped fields the newest of them have.</summary>
    /// <remarks>The schema of a Studio cannot be read from the dataset: only what documents show can.</remarks>
    public async Task<Outcome<DocumentSample>> Sample(Kind kind, CancellationToken cancellation)
    {
        // Embedded prices lie in the documents of products.
        var type = _schema.Embedded is null ? _schema.TypeOf(kind) : _schema.ProductType;
        var counted = await _client.Query(Groq.Counted, new JsonObject { ["type"] = type }, "inspect", cancellation);
        var shown = counted.Fault is null ? await _client.Query(Groq.Sampled, new JsonObject { ["type"] = type, ["limit"] = SampleSize }, "inspect", cancellation) : counted;
        if (shown.Fault is { } fault)
        {
            return fault;
        }

        var count = counted.Value!.Items is [{ ValueKind: JsonValueKind.Number } number] && number.TryGetInt64(out var known) ? known : 0;
        ImmutableArray<JsonElement> holders = kind == Kind.Price && _schema.Embedded is { } list
            ? [.. shown.Value!.Items.SelectMany(document => FieldPath.In(document, list) is { ValueKind: JsonValueKind.Array } entries ? entries.EnumerateArray() : default(IEnumerable<JsonElement>) ?? [])]
            : shown.Value!.Items;
        return new DocumentSample(type, count, holders.Length,
        [
            .. _schema.Of(kind).Where(field => field.Name.Length > 0 && field.Shape != FieldShape.MetadataValue).Select(field => new FieldUse(
                field.Field,
                field.Name,
                field.Missing is not null,
                holders.Count(holder => FieldPath.In(holder, field.Name) is not null || (field.Companion is { } companion && FieldPath.In(holder, companion) is not null)))),
        ]);
    }

    /// <summary>A document that has the seed's other spelling of the flag, which the Studio does not take for a field's name.</summary>
    public async Task<Outcome<FoundDocument>> WrongFlag(CancellationToken cancellation)
    {
        var found = await _client.Query(Groq.WrongFlag, new JsonObject { ["types"] = _schema.Types() }, "inspect", cancellation);
        return found.Fault is { } fault ? fault : new FoundDocument(found.Value!.Items is [var document, ..] ? document.Text("_id") : null);
    }

    /// <summary>Whether the token may read the dataset's history, which tells who asked for something in the Studio.</summary>
    public async Task<Outcome<Rehearsal>> ReadHistory(CancellationToken cancellation)
    {
        var history = await _client.History(["tandem-checks-its-rights"], cancellation);
        return history.Fault is { } fault ? fault : Rehearsal.Went;
    }

    /// <summary>Whether a picture of the dataset is there for everybody, as Stripe will ask for it.</summary>
    public async Task<Outcome<PictureLook>> Picture(CancellationToken cancellation)
    {
        var found = await _client.Query(Groq.AnyPicture, [], "inspect", cancellation);
        if (found.Fault is { } fault)
        {
            return fault;
        }

        return found.Value!.Items is [var picture, ..] && picture.Text("_id") is { } id && _server.Address(id, "") is { } address
            ? new PictureLook(new Uri(address), await _pictures.Look(new Uri(address), cancellation))
            : new PictureLook(null, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _pictures.Dispose();
    }
}

/// <summary>What the documents of a kind show.</summary>
/// <param name="Type">The type that was looked for.</param>
/// <param name="Count">How many published documents there are.</param>
/// <param name="Looked">How many of them, or of the prices in them, were looked at.</param>
/// <param name="Fields">The mapped fields.</param>
public sealed record DocumentSample(string Type, long Count, int Looked, ImmutableArray<FieldUse> Fields);

/// <summary>How a mapped field is used.</summary>
/// <param name="Field">The field, by Stripe's name.</param>
/// <param name="Name">Where documents hold it.</param>
/// <param name="IsNeeded">Whether a document without it cannot be carried.</param>
/// <param name="Count">How many of those that were looked at have it.</param>
public sealed record FieldUse(string Field, string Name, bool IsNeeded, int Count);

/// <summary>A document that was looked for.</summary>
/// <param name="Id">Its id; null when there is none.</param>
public sealed record FoundDocument(string? Id);

/// <summary>A picture that was looked at.</summary>
/// <param name="Address">Where it is; null when the dataset has none.</param>
/// <param name="Fault">Why not everybody can see it; null when everybody can.</param>
public sealed record PictureLook(Uri? Address, CatalogFault? Fault);
