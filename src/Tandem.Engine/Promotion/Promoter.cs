using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Brings the products of one connection to another one: into its documents, as an editor there would. Everything after that is the usual pass.</summary>
/// <remarks>
/// Which document is which, and what both showed, is remembered: so it can be repeated, and what was edited in between is told from what was promoted. A crash between
/// the write and the memory is harmless: the next look finds both equal.
/// </remarks>
public sealed class Promoter
{
    /// <summary>How many products are looked at together: their documents are read with one call on each side.</summary>
    private const int Together = 50;

    private readonly Connection _from;
    private readonly Connection _to;
    private readonly IStateStore _store;
    private readonly SurveyOptions _options;
    private readonly bool _overwrites;
    private readonly Patience _patience;
    private readonly TimeProvider _time;
    private Dictionary<string, Promoted> _known = [];
    private PromotionIndex? _index;

    internal Promoter(Connection from, Connection to, IStateStore store, SurveyOptions options, bool overwrites, Patience patience, TimeProvider time)
    {
        (_from, _to, _store, _options, _overwrites, _patience, _time) = (from, to, store, options, overwrites, patience, time);
    }

    /// <summary>Finds out which document there is which one here. Do this first; what comes back are sentences about what was asked for and cannot be done.</summary>
    public async Task<Outcome<SurveyStart>> Prepare(CancellationToken cancellation)
    {
        _known = (await _store.Operator.Promotions(_to.Name, _from.Name, cancellation)).ToDictionary(one => one.Source, StringComparer.Ordinal);
        _index = new PromotionIndex(_from, _to, _known, _options, _patience);
        return await _index.Read(cancellation) is { } fault ? fault : new SurveyStart(_index.Problems);
    }

    /// <summary>Every product of the other connection in turn, then those that were promoted and are gone there. A fault is the last that comes.</summary>
    public async IAsyncEnumerable<Outcome<PromotionPreview>> Previews([EnumeratorCancellation] CancellationToken cancellation)
    {
        var gone = _known.Keys.Except(_index!.Sources, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var sources in _index.Sources.Concat(gone).Where(source => _options.Means(source, null)).Chunk(Together))
        {
            var clear = sources.Where(source => _index.Unclear(source) is null).ToList();
            foreach (var source in sources.Except(clear, StringComparer.Ordinal))
            {
                yield return Ambiguous(source, _index.Unclear(source)!);
            }

            await foreach (var preview in Looks(clear, cancellation))
            {
                yield return preview;
                if (preview.Fault is not null)
                {
                    yield break;
                }
            }
        }
    }

    /// <summary>Writes the documents of a promotion and remembers it; the product is due then. Null when it is done, else what stood in its way.</summary>
    public async Task<CatalogFault?> Promote(PromotionPreview preview, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(preview);
        var promotion = preview.Promotion!;
        var (next, requestId) = (promotion.Next, (string?)null);
        if (!promotion.Changes.IsEmpty)
        {
            var prepared = await _patience.Try(() => _to.Sanity.Prepare(promotion.Changes, cancellation), cancellation);
            if (prepared.Fault is { } unready)
            {
                return unready;
            }

            // One token for all attempts of this very promotion: an earlier one may be on the wire.
            var write = new Write(Derived.Uuid("promote", _to.Name, promotion.Key.DocumentId, promotion.Digest(), $"{_time.GetUtcNow().UtcTicks}"), prepared.Value!.Changes, ImmutableDictionary<string, string>.Empty)
            {
                IsEdit = true,
            };
            var written = await _patience.Try(() => _to.Sanity.Apply(write, cancellation), cancellation);
            if (written.Fault is { } fault)
            {
                return fault;
            }

            (next, requestId) = (promotion.Done(written.Value!.Products, written.Value.Prices), written.Value.RequestId);
        }

        await _store.Operator.Promote(promotion.Key, _from.Name, next, [.. promotion.Changes.Select(change => Journal.Written(promotion.Key, change, ChangeText.Of(change), null, _time.GetUtcNow()) with { RequestId = requestId })], cancellation);
        return null;
    }

    private async IAsyncEnumerable<Outcome<PromotionPreview>> Looks(List<string> sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (sources.Count == 0)
        {
            yield break;
        }

        var there = await _patience.Try(() => _from.Sanity.Observe([.. sources.Select(id => new Question { ProductId = id, Membership = Membership.All })], cancellation), cancellation);
        var here = await _patience.Try(() => _to.Sanity.Observe([.. sources.Select(Question)], cancellation), cancellation);
        if ((there.Fault ?? here.Fault) is { } unread)
        {
            yield return unread;
            yield break;
        }

        foreach (var (place, source) in sources.Index())
        {
            var (from, to) = (there.Value!.Each[place], here.Value!.Each[place]);
            var (target, evidence) = _index!.Of(source);
            var key = new ProductKey(_to.Name, target);
            if ((from.Fault ?? to.Fault) is { } fault)
            {
                yield return Blocked(key, source, evidence, fault.Message);
                continue;
            }

            yield return await Look(key, source, evidence, from.Value!, to.Value!, cancellation);
        }
    }

    private Question Question(string source) => new()
    {
        ProductId = _index!.Of(source).Target, PriceIds = _known.TryGetValue(source, out var known) ? [.. known.Prices.Select(price => price.Target)] : [], Membership = Membership.All,
    };

    private async Task<Outcome<PromotionPreview>> Look(ProductKey key, string source, Evidence evidence, Observation there, Observation here, CancellationToken cancellation)
    {
        var record = await _store.Load(key, cancellation) ?? new ProductRecord { Key = key };
        var known = _known.GetValueOrDefault(source);
        var promotion = Promotion.Of(new PromotionSituation
        {
            Origin = _from.Name, Source = there, SourcePolicy = _from.Policy, Record = record, Target = here, TargetPolicy = _to.Policy, Known = known, Overwrites = _overwrites,
        });
        var name = (promotion.After.Product?.Fields[FieldNames.Name] as FieldValue.Text)?.Value ?? source;
        if (promotion.Changes.IsEmpty)
        {
            var state = promotion switch { { IsLeftAlone: true } => PreviewState.LeftAlone, { IsContested: true } => PreviewState.Blocked, _ => PreviewState.InStep };
            return new PromotionPreview(new Preview { Key = key, StripeId = record.StripeId, Name = name, State = state, Evidence = evidence, Notes = promotion.Notes }, promotion)
            {
                IsNews = !promotion.IsLeftAlone && !promotion.Next.IsSame(known),
            };
        }

        var intents = await _store.Intents(key, cancellation);
        var observed = await _patience.Try(() => new Observer(_to, _store).Observe(record, [], Intents.Doubts(intents), cancellation), cancellation);
        return observed.Fault switch
        {
            null => await Planned(promotion, evidence, name, observed.Value!.Record ?? record, intents, observed.Value, cancellation),
            CatalogFault.Refused refused => Blocked(key, source, evidence, refused.Message),
            var broken => broken,
        };
    }

    // What the pass will do once the documents are as promoted.
    private async Task<PromotionPreview> Planned(
        Promotion promotion, Evidence evidence, string name, ProductRecord record, ImmutableArray<Intent> intents, Observed observed, CancellationToken cancellation)
    {
        var situation = await new Seeing(_to, _store).See(record, Intents.Known(intents, observed.Sanity.Executed), observed with { Sanity = promotion.After }, wish: null, cancellation);
        var following = Planner.Plan(situation);
        var plan = following with { Changes = [.. promotion.Changes, .. following.Changes], Notes = [.. promotion.Notes, .. following.Notes] };
        return new PromotionPreview(
            new Preview
            {
                Key = promotion.Key, StripeId = plan.Next.StripeId, Name = name, State = PreviewState.Changes, Evidence = evidence, Plan = plan, Order = Order.Of(situation, plan), Seen = situation, Notes = plan.Notes,
            },
            promotion)
        {
            IsNews = true,
        };
    }

    private PromotionPreview Ambiguous(string source, Ambiguity ambiguity) => new(
        new Preview
        {
            Key = new ProductKey(_to.Name, source), Name = source, State = PreviewState.Ambiguous, Evidence = ambiguity.Evidence,
            Notes =
            [
                $"{string.Join(", ", ambiguity.Documents)} in {_from.Name} and {string.Join(", ", ambiguity.Products)} in {_to.Name} are alike. Say which is which: --link {ambiguity.Documents[0]}={ambiguity.Products[0]}",
            ],
        },
        null);

    private static PromotionPreview Blocked(ProductKey key, string source, Evidence evidence, string why) =>
        new(new Preview { Key = key, Name = source, State = PreviewState.Blocked, Evidence = evidence, Notes = [why] }, null);
}
