using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;

namespace Tandem.Stripe.Tests;

/// <summary>The catalogue on a whole Stripe stand-in, without sockets.</summary>
internal sealed class Shop : IDisposable
{
    private int _tokens;

    public Shop(Func<StripeOptions, StripeOptions>? change = null, Func<Sandbox.StripeOptions, Sandbox.StripeOptions>? world = null)
    {
        Clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var sandbox = new Sandbox.StripeOptions { TestRate = 0 };
        World = new StripeWorld(world?.Invoke(sandbox) ?? sandbox, Clock);
        var options = new StripeOptions { SecretKey = new Secret("sk_test_shop") };
        Catalog = StripeCatalog.Create(change?.Invoke(options) ?? options, Clock, new InProcessHandler(World, Clock));
    }

    public FakeTimeProvider Clock { get; }

    public StripeWorld World { get; }

    public StripeDashboard Dashboard => World.Dashboard;

    public StripeCatalog Catalog { get; }

    /// <summary>Observes a product that must be readable.</summary>
    public async Task<Observation> Observe(string productId, params string[] prices)
    {
        var seen = await Catalog.Observe(new Question { ProductId = productId, PriceIds = [.. prices] }, default);
        Assert.Null(seen.Fault);
        return seen.Value!;
    }

    public Task<Outcome<Written>> Apply(Change change, string? token = null, ImmutableDictionary<string, string>? slots = null) =>
        Catalog.Apply(new Write(token ?? $"token-{++_tokens}", [change], slots ?? ImmutableDictionary<string, string>.Empty), default);

    public Task<Outcome<Written>> Apply(ImmutableArray<Change> changes, string token) => Catalog.Apply(new Write(token, changes, ImmutableDictionary<string, string>.Empty), default);

    /// <summary>Applies a change that must succeed.</summary>
    public async Task<Written> Done(Change change, ImmutableDictionary<string, string>? slots = null)
    {
        var written = await Apply(change, slots: slots);
        Assert.Null(written.Fault);
        return written.Value!;
    }

    /// <summary>A product in the stand-in, made by a person.</summary>
    public string Product(string name = "P") => Dashboard.CreateProduct(("name", name))["id"]!.GetValue<string>();

    /// <summary>A price in the stand-in, made by a person.</summary>
    public string Price(string product, params (string, string)[] form) =>
        Dashboard.CreatePrice([("product", product), ("currency", "usd"), .. form])["id"]!.GetValue<string>();

    public void Dispose()
    {
        Assert.Empty(World.Invariants.Violations);
        Catalog.Dispose();
    }

    public static Change.Update Update(Kind kind, string id, params FieldChange[] fields) =>
        new() { Side = Side.Stripe, Kind = kind, Reason = "test", Id = id, Fields = [.. fields] };

    public static FieldChange To(string field, FieldValue? value) => new(field, null, value);

    public static FieldChange To(string field, string value) => new(field, null, new FieldValue.Text(value));
}
