using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Looks at two whole catalogues and says of every product what would be done, by the same planner as the live path. It writes nothing anywhere.</summary>
/// <remarks>
/// Both sides are listed page by page, and what was planned is handed on and forgotten; only ids are kept. What it says is true of the moment at which it looked:
/// who wants exactly that done, orders it (<see cref="Preview.Order"/>).
/// </remarks>
public sealed class Survey
{
    /// <summary>How many products are looked at together: their documents are read with one call.</summary>
    private const int Together = 50;

    private readonly Connection _connection;
    private readonly IStateStore _store;
    private readonly SurveyOptions _options;
    private readonly Patience _patience;
    private readonly Looking _looking;
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);
    private readonly HashSet<Ambiguity> _unclear = [];
    private SurveyIndex _index = SurveyIndex.Nothing;

    internal Survey(Connection connection, IStateStore store, SurveyOptions options, Patience patience)
    {
        (_connection, _store, _options, _patience) = (connection, store, options, patience);
        _looking = new Looking(connection, store, patience);
    }

    /// <summary>How many published product documents there are.</summary>
    public int Documents => _index.Documents.Count;

    /// <summary>How many Stripe products have been looked at so far.</summary>
    public int Products { get; private set; }

    /// <summary>Old products that only Sanity has, and that nothing matches.</summary>
    public int OnlySanity => _index.OnlySanity;

    /// <summary>Old products that only Stripe has, and that nothing matches.</summary>
    public int OnlyStripe => _index.OnlyStripe;

    // Who names products wants those, and the whole catalogues need not be read for them.
    private bool IsNamed => !_options.Only.IsEmpty && _options.Rules.IsEmpty && _options.Links.IsEmpty && !_options.Only.Any(wanted => wanted.Contains('*', StringComparison.Ordinal));

    /// <summary>Finds out which product here is which product there. Do this first; what comes back are sentences about what was asked for and cannot be done.</summary>
    public async Task<Outcome<SurveyStart>> Prepare(CancellationToken cancellation)
    {
        if (IsNamed)
        {
            return new SurveyStart([]);
        }

        var read = await new Indexing(_connection, _store, _options, _patience).Read(cancellation);
        if (read.Fault is { } fault)
        {
            return fault;
        }

        _index = read.Value!;
        return new SurveyStart(_index.Problems);
    }

    /// <summary>Every product in turn: Stripe's, the newest first, then documents that Stripe lacks, then what only the records know. A fault is the last that comes.</summary>
    public async IAsyncEnumerable<Outcome<Preview>> Previews([EnumeratorCancellation] CancellationToken cancellation)
    {
        var batch = new List<Subject>();
        await foreach (var found in IsNamed ? new Naming(_connection, _store, _patience).Find(_options.Only, cancellation) : Subjects(cancellation))
        {
            if (found.Fault is { } fault)
            {
                yield return fault;
                yield break;
            }

            if (found.Value!.Told is { } told)
            {
                yield return told;
                continue;
            }

            batch.Add(found.Value);
            if (batch.Count < Together)
            {
                continue;
            }

            await foreach (var preview in _looking.At(batch, cancellation))
            {
                yield return preview;
            }

            batch.Clear();
        }

        await foreach (var preview in _looking.At(batch, cancellation))
        {
            yield return preview;
        }
    }

    private async IAsyncEnumerable<Outcome<Subject>> Subjects([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var listed in new StripeStock(_connection.Stripe, _patience).All(cancellation))
        {
            if (listed.Fault is { } fault)
            {
                yield return fault;
                yield break;
            }

            Products++;
            if (await Of(listed.Value!, cancellation) is { } subject && _options.Means(subject.Key.DocumentId, listed.Value!.Product.Id))
            {
                yield return subject;
            }
        }

        foreach (var document in _index.Documents.Where(document => _options.Means(document, null) && _visited.Add(document)))
        {
            yield return Of(document);
        }

        await foreach (var key in Forgotten(cancellation))
        {
            yield return new Subject(key) { Evidence = Evidence.Record };
        }
    }

    private async Task<Subject?> Of(Stocked stocked, CancellationToken cancellation)
    {
        var (id, mirror) = (stocked.Product.Id, stocked.Product.Mirror);
        var named = new ObjectId(Side.Stripe, Kind.Product, id);
        var owner = await _store.Find(_connection.Name, named, cancellation);
        var pair = _index.OfProduct(id);
        var document = owner?.DocumentId ?? pair?.DocumentId ?? mirror ?? ProductKey.ForStripe(_connection.Name, id).DocumentId;
        var subject = new Subject(new ProductKey(_connection.Name, document))
        {
            Stocked = stocked, Evidence = owner is not null ? Evidence.Record : pair?.Evidence ?? Evidence.None, Mentions = [named],
            Waits = _index.Waits(_options, Side.Sanity, stocked.Product.CreatedAt),
        };
        if (owner is null && pair is null && _index.Unclear(Side.Stripe, id) is { } ambiguity)
        {
            _visited.UnionWith(ambiguity.Documents);
            return !_unclear.Add(ambiguity) ? null : subject with { Told = Preview(subject.Key, id, NameOf(stocked.Product), PreviewState.Ambiguous, ambiguity.Evidence, Text(ambiguity)) };
        }

        var isOthers = owner is null && pair is null && mirror is not null
            && (_index.OfDocument(mirror) is not null || await _store.Load(subject.Key, cancellation) is { StripeId: not null });
        if (isOthers || !_visited.Add(document))
        {
            return subject with { Told = Preview(subject.Key, id, NameOf(stocked.Product), PreviewState.LeftAlone, Evidence.None, $"Stripe product {id} says that it is the document {document}, which is another product's; it is left alone.") };
        }

        return subject;
    }

    private Subject Of(string document)
    {
        var key = new ProductKey(_connection.Name, document);
        return _index.Unclear(Side.Sanity, document) is { } ambiguity && _index.OfDocument(document) is null
            ? new Subject(key) { Told = Preview(key, null, document, PreviewState.Ambiguous, ambiguity.Evidence, Text(ambiguity)) }
            : new Subject(key) { WaitsAt = madeAt => _index.Waits(_options, Side.Stripe, madeAt) };
    }

    // Linked products of which neither side has shown anything.
    private async IAsyncEnumerable<ProductKey> Forgotten([EnumeratorCancellation] CancellationToken cancellation)
    {
        const int Page = 1_000;
        var after = "";
        while (true)
        {
            var linked = await _store.Linked(_connection.Name, Side.Sanity, Kind.Product, after, Page, cancellation);
            foreach (var one in linked.Where(one => _options.Means(one.Key.DocumentId, null) && _visited.Add(one.Key.DocumentId)))
            {
                yield return one.Key;
            }

            if (linked.Length < Page)
            {
                yield break;
            }

            after = linked[^1].Object.Id;
        }
    }

    private static Preview Preview(ProductKey key, string? stripeId, string name, PreviewState state, Evidence evidence, string note) =>
        new() { Key = key, StripeId = stripeId, Name = name, State = state, Evidence = evidence, Notes = [note] };

    private static string NameOf(ProductView product) => (product.Fields[FieldNames.Name] as FieldValue.Text)?.Value ?? product.Id;

    private static string Text(Ambiguity ambiguity)
    {
        var alike = ambiguity.Evidence switch
        {
            Evidence.Ids => "name each other",
            Evidence.LookupKey => "share lookup keys",
            Evidence.Name => "have the same name",
            _ => "have the same slug",
        };
        return $"{string.Join(", ", ambiguity.Documents)} in Sanity and {string.Join(", ", ambiguity.Products)} in Stripe {alike}. Say which is which: --link {ambiguity.Documents[0]}={ambiguity.Products[0]}";
    }
}

/// <summary>What stands against a survey as it was asked for.</summary>
/// <param name="Problems">Sentences for whoever asked; empty when nothing does.</param>
public sealed record SurveyStart(ImmutableArray<string> Problems);

/// <summary>A product that is to be looked at.</summary>
/// <param name="Key">The product.</param>
internal sealed record Subject(ProductKey Key)
{
    /// <summary>What Stripe's lists showed of it; null when they did not.</summary>
    public Stocked? Stocked { get; init; }

    /// <summary>Why it is that one.</summary>
    public Evidence Evidence { get; init; }

    /// <summary>What no record knows of it.</summary>
    public ImmutableArray<ObjectId> Mentions { get; init; } = [];

    /// <summary>Whether it is not made where it is missing.</summary>
    public bool Waits { get; init; }

    /// <summary>The same, where it depends on when its document was made.</summary>
    public Func<DateTimeOffset?, bool>? WaitsAt { get; init; }

    /// <summary>What there is to say already, so that nothing is looked at.</summary>
    public Preview? Told { get; init; }
}
