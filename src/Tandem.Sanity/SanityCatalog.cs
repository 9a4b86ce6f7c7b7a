using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>The content side of a connection: one dataset of a Sanity project.</summary>
public sealed class SanityCatalog : ICatalog, IDisposable
{
    private readonly SanityOptions _options;
    private readonly SanitySchema _schema;
    private readonly TimeProvider _clock;
    private readonly SanityClient _client;
    private readonly Observing _observing;
    private readonly Showing _showing;
    private readonly PictureDownload _download;
    private readonly Preparing _preparing;
    private readonly Applying _applying;
    private readonly Feeding _feeding;

    /// <summary>The catalog of a dataset.</summary>
    /// <param name="options">Which dataset, and how it is reached.</param>
    /// <param name="schema">Which type and field holds what; <see cref="SanitySchema.Default"/> when null.</param>
    /// <param name="clock">The clock of timeouts and feeds.</param>
    /// <param name="handler">Carries the calls in place of a socket (a stand-in, a simulator); it stays the caller's.</param>
    /// <param name="pictures">How hosts of pictures are reached, where the schema allows that at all; the internet when null.</param>
    public SanityCatalog(SanityOptions options, SanitySchema? schema, TimeProvider clock, HttpMessageHandler? handler = null, PictureNetwork? pictures = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _schema = schema ?? SanitySchema.Default;
        var problems = options.Problems().Concat(_schema.Problems()).ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        _clock = clock;
        _client = new SanityClient(options, handler, clock);
        _observing = new Observing(_client, options, _schema);
        _showing = new Showing(_client, options, _schema);
        var server = new PictureServer(options.ProjectId, options.Dataset);
        _download = new PictureDownload(pictures ?? new PictureNetwork(), clock);
        var assets = new PictureAssets(_client, _download, clock);
        _preparing = new Preparing(_client, _schema, server, assets, clock);
        _applying = new Applying(_client, server, assets, _schema);
        _feeding = new Feeding(_client, options, _schema, clock);
    }

    /// <inheritdoc/>
    public Side Side => Side.Sanity;

    /// <inheritdoc/>
    public async Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        return IsId(question) ? await _observing.Observe(question, cancellation) : NoId(question);
    }

    /// <inheritdoc/>
    public async Task<Outcome<Observations>> Observe(ImmutableArray<Question> questions, CancellationToken cancellation)
    {
        ImmutableArray<Question> sound = [.. questions.Where(IsId)];
        var seen = sound.IsEmpty ? new Observations([]) : await _observing.Observe(sound, cancellation);
        return seen.Fault is { } fault
            ? fault
            : new Observations([.. questions.Select(question => sound.IndexOf(question) is >= 0 and var place ? seen.Value!.Each[place] : NoId(question))]);
    }

    /// <inheritdoc/>
    public Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation) =>
        shelf == Shelf.Archive ? Task.FromResult<Outcome<ViewPage>>(ViewPage.Nothing) : _showing.Show(kind, cursor, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Prepared>> Prepare(ImmutableArray<Change> changes, CancellationToken cancellation) => _preparing.Prepare(changes, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        return _applying.Apply(write, cancellation);
    }

    /// <inheritdoc/>
    public async Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation)
    {
        if (SanityId.Parse(subject.Id) is not SanityId.Published)
        {
            return SanityFaults.Gone(subject.Id);
        }

        var outcome = await Read(subject.Id, cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        // The hint may be wrong about the kind; the document is not.
        if (outcome.Value!.Find(subject.Id) is not { } document || _schema.KindOf(document.Text("_type")) is not { } kind)
        {
            return SanityFaults.Gone(subject.Id);
        }

        if (kind == Kind.Product)
        {
            return new Belonging(subject.Id, DocumentViews.Mirror(document, Kind.Product));
        }

        if (document.Reference(SanitySchema.PriceProduct) is not { } product)
        {
            return new Belonging(null, null);
        }

        var owner = await Read(product, cancellation);
        return owner.Fault is { } unread ? unread : new Belonging(product, owner.Value!.Find(product) is { } found ? DocumentViews.Mirror(found, Kind.Product) : null);
    }

    /// <inheritdoc/>
    public Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation) => _feeding.Feed(cursor, cancellation);

    /// <inheritdoc/>
    public async Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation)
    {
        var parameters = new JsonObject { ["types"] = _schema.Types(), ["last"] = cursor ?? "", ["limit"] = _options.ListPageSize };
        var outcome = await _client.Query(Groq.Listed, parameters, "list", cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        var rows = outcome.Value!.Items;
        var last = rows.IsEmpty ? null : rows[^1].Text("_id");
        return new CatalogPage(
            [.. rows.Where(row => SanityId.Parse(row.Text("_id")) is SanityId.Published).Select(Listed)],
            rows.Length < _options.ListPageSize ? null : last)
        {
            ListsPrices = _schema.Embedded is null,
        };
    }

    /// <inheritdoc/>
    public async Task<Outcome<Identity>> Identify(CancellationToken cancellation)
    {
        var outcome = await _client.Query(Groq.Any, new JsonObject { ["type"] = _schema.ProductType }, "identify", cancellation);
        return outcome.Fault is { } fault ? fault : new Identity(_options.ProjectId, _options.Dataset);
    }

    /// <summary>The way to the Studio plugin of this dataset, over the same connections.</summary>
    /// <param name="isLive">Whether Stripe is in live mode: the plugin's links to the Dashboard depend on it.</param>
    public IStudio Studio(bool isLive) => new SanityStudio(_client, _schema, isLive, _clock);

    /// <summary>Tells at once of published products and prices that are written or deleted. <see href="https://www.sanity.io/docs/listening-api"/></summary>
    public IListener Listener => new DocumentListener(_client, _schema);

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _download.Dispose();
    }

    private static bool IsId(Question question) => SanityId.Parse(question.ProductId) is SanityId.Published;

    private static CatalogFault NoId(Question question) => SanityFaults.Refused(null, null, $"\"{question.ProductId}\" is no id that a published Sanity document can have.");

    private async Task<Outcome<DocumentSet>> Read(string id, CancellationToken cancellation)
    {
        var outcome = await _client.Documents([id], Versions.Named, "locate", cancellation);
        return outcome.Fault is { } fault ? fault : new DocumentSet(outcome.Value!.Documents);
    }

    private ListedProduct Listed(JsonElement row)
    {
        var kind = _schema.KindOf(row.Text("_type")) ?? Kind.Product;
        return new ListedProduct(row.Text("_id")!, row.Text("_rev"), DocumentViews.Mirror(row, kind), DocumentViews.Moment(row.Text("_createdAt"))) { Kind = kind };
    }
}
