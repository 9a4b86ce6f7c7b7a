using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>The charging side of a connection: Stripe through its official SDK.</summary>
public sealed class StripeCatalog : ICatalog, IDisposable
{
    /// <summary>What <see cref="Identify"/> says of an account that the key may not ask for.</summary>
    public const string UnknownAccount = StripeIdentify.UnknownAccount;

    private readonly StripeConnection _connection;
    private readonly StripeObserve _observe;
    private readonly StripeShow _show;
    private readonly StripeApply _apply;
    private readonly StripeBelonging _belonging;
    private readonly StripeFeed _feed;
    private readonly StripeListing _listing;
    private readonly StripeIdentify _identify;

    private StripeCatalog(StripeConnection connection, StripeOptions options)
    {
        var keys = StripeMetadata.Of(options.Connection);
        _connection = connection;
        _observe = new StripeObserve(connection, options, keys);
        _show = new StripeShow(connection, options, keys, _observe);
        _apply = new StripeApply(connection, keys);
        _belonging = new StripeBelonging(connection, keys);
        _feed = new StripeFeed(connection, options);
        _listing = new StripeListing(connection, options, keys);
        _identify = new StripeIdentify(connection, options.SecretKey);
    }

    /// <inheritdoc/>
    public Side Side => Side.Stripe;

    /// <summary>Makes the Stripe side of a connection. Nothing is sent yet.</summary>
    /// <param name="options">How to reach Stripe.</param>
    /// <param name="time">The clock of timeouts.</param>
    /// <param name="handler">What sends instead of real sockets; it stays the caller's to dispose.</param>
    /// <exception cref="ArgumentException">The options contradict themselves or the key cannot be a key.</exception>
    public static StripeCatalog Create(StripeOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return options.Problem() is { } problem
            ? throw new ArgumentException(problem, nameof(options))
            : new StripeCatalog(new StripeConnection(options, time, handler), options);
    }

    /// <inheritdoc/>
    public Task<Outcome<Observation>> Observe(Question question, CancellationToken cancellation) => _observe.Observe(question, cancellation);

    /// <inheritdoc/>
    public async Task<Outcome<Observations>> Observe(ImmutableArray<Question> questions, CancellationToken cancellation)
    {
        var each = ImmutableArray.CreateBuilder<Outcome<Observation>>(questions.Length);
        foreach (var question in questions)
        {
            each.Add(await _observe.Observe(question, cancellation));
        }

        return new Observations(each.MoveToImmutable());
    }

    /// <inheritdoc/>
    public Task<Outcome<ViewPage>> Show(Kind kind, Shelf shelf, string? cursor, CancellationToken cancellation) =>
        _show.Show(kind, shelf == Shelf.Sale, cursor, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Written>> Apply(Write write, CancellationToken cancellation) => _apply.Apply(write, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Belonging>> Locate(ObjectId subject, CancellationToken cancellation) => _belonging.Locate(subject, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<FeedPage>> Feed(string? cursor, CancellationToken cancellation) => _feed.Read(cursor, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<CatalogPage>> List(string? cursor, CancellationToken cancellation) => _listing.List(cursor, cancellation);

    /// <inheritdoc/>
    public Task<Outcome<Identity>> Identify(CancellationToken cancellation) => _identify.Identify(cancellation);

    /// <summary>Closes the sockets.</summary>
    public void Dispose() => _connection.Dispose();
}
