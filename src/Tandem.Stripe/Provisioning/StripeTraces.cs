using System.Collections.Immutable;
using System.Text.Json;
using Stripe;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>What a connection has written into Stripe's objects beside their fields: its own keys of the metadata. Finds them, and takes them away.</summary>
/// <remarks>Keys of others, and fields that are carried (<c>metadata.brand</c>), are never touched.</remarks>
public sealed class StripeTraces : IDisposable
{
    private static readonly ImmutableArray<(Kind Kind, bool IsActive)> Lists = [(Kind.Product, true), (Kind.Product, false), (Kind.Price, true), (Kind.Price, false)];
    private readonly StripeConnection _connection;
    private readonly ImmutableArray<string> _keys;
    private readonly int _pageLimit;

    private StripeTraces(StripeConnection connection, StripeOptions options)
    {
        var keys = StripeMetadata.Of(options.Connection);
        (_connection, _keys, _pageLimit) = (connection, [keys.Mirror, keys.Operation], options.PageLimit);
    }

    /// <summary>The connection's own keys.</summary>
    public ImmutableArray<string> Keys => _keys;

    /// <summary>Makes it. Nothing is sent yet.</summary>
    /// <param name="options">How to reach Stripe, and whose traces are meant.</param>
    /// <param name="time">The clock of timeouts.</param>
    /// <param name="handler">What sends instead of real sockets; it stays the caller's to dispose.</param>
    public static StripeTraces Create(StripeOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Problem() is { } problem ? throw new ArgumentException(problem, nameof(options)) : new StripeTraces(new StripeConnection(options, time, handler), options);
    }

    /// <summary>One page of objects, those among them that carry a key of ours.</summary>
    /// <param name="cursor">Null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Outcome<TracePage>> Find(string? cursor, CancellationToken cancellation)
    {
        var (list, after) = cursor?.Split(':', 2) is [var at, var id] ? (int.Parse(at, System.Globalization.CultureInfo.InvariantCulture), id) : (0, "");
        var (kind, isActive) = Lists[list];
        var start = after.Length == 0 ? null : after;
        return _connection.Send(
            StripeCall.Read($"listing {(isActive ? "active" : "archived")} {(kind == Kind.Product ? "products" : "prices")}"),
            async token => kind == Kind.Product
                ? Page(await _connection.Api.Products.ListAsync(new ProductListOptions { Active = isActive, Limit = _pageLimit, StartingAfter = start }, requestOptions: null, token), kind, list)
                : Page(await _connection.Api.Prices.ListAsync(new PriceListOptions { Active = isActive, Limit = _pageLimit, StartingAfter = start }, requestOptions: null, token), kind, list),
            cancellation);
    }

    /// <summary>Takes our keys out of an object's metadata; one that is gone is no fault.</summary>
    public async Task<CatalogFault?> Clear(Trace trace, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(trace);

        // An empty value takes one key away: https://docs.stripe.com/api/metadata
        var metadata = trace.Keys.ToDictionary(key => key, _ => "");
        var outcome = await _connection.Send(
            StripeCall.Write($"taking {string.Join(" and ", trace.Keys)} out of {trace.Id}"),
            async token => trace.Kind == Kind.Product
                ? (await _connection.Api.Products.UpdateAsync(trace.Id, new ProductUpdateOptions { Metadata = metadata }, requestOptions: null, token)).Id
                : (await _connection.Api.Prices.UpdateAsync(trace.Id, new PriceUpdateOptions { Metadata = metadata }, requestOptions: null, token)).Id,
            cancellation);
        return outcome.Fault is CatalogFault.Gone ? null : outcome.Fault;
    }

    /// <summary>Closes the sockets.</summary>
    public void Dispose() => _connection.Dispose();

    private TracePage Page<T>(StripeList<T> page, Kind kind, int list)
        where T : StripeEntity, IHasId
    {
        if (page.HasMore && page.Data.Count == 0)
        {
            throw new JsonException("Stripe answered with an empty page and promised more.");
        }

        var traces = page.Data.Select(shown => new Trace(kind, shown.Id, [.. _keys.Where(key => shown.Shown().Metadata(key) is not null)])).Where(trace => !trace.Keys.IsEmpty);
        return new TracePage([.. traces], page.HasMore ? $"{list}:{page.Data[^1].Id}" : list + 1 < Lists.Length ? $"{list + 1}:" : null);
    }
}

/// <summary>An object that carries keys of ours.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Keys">The keys.</param>
public sealed record Trace(Kind Kind, string Id, ImmutableArray<string> Keys);

/// <summary>A page of them.</summary>
/// <param name="Traces">The objects.</param>
/// <param name="Cursor">Where the next page starts; null after the last one.</param>
public sealed record TracePage(ImmutableArray<Trace> Traces, string? Cursor);
