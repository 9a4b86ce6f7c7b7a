using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

/// <summary>What every store must do. An implementation derives, opens its store, and runs all of it.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    protected const string Shop = "shop";
    protected const string Other = "other";
    protected static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    private IStateStore? _store;

    /// <summary>The clock that leases and due moments are compared with.</summary>
    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    protected DateTimeOffset Now => Clock.GetUtcNow();

    protected IStateStore Store => _store!;

    /// <summary>Opens this test's database: empty at first, and with everything that it held when it is opened again.</summary>
    protected abstract Task<IStateStore> Open(TimeProvider time);

    public async ValueTask InitializeAsync() => _store = await Open(Clock);

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task Reopen()
    {
        await Store.DisposeAsync();
        _store = await Open(Clock);
    }

    protected static ObjectId Stripe(string id) => new(Side.Stripe, id.StartsWith("price", StringComparison.Ordinal) ? Kind.Price : Kind.Product, id);

    protected static ObjectId Document(string id, Kind kind = Kind.Product) => new(Side.Sanity, kind, id);

    protected static ProductKey Key(string documentId, string connection = Shop) => new(connection, documentId);

    protected static WorkKey Work(string id, WorkKind kind = WorkKind.Product, string connection = Shop) => new(connection, kind, id);

    protected Delivery Event(string id, string subject = "prod_1") => new()
    {
        Connection = Shop,
        Side = Side.Stripe,
        Id = id,
        Type = "product.updated",
        Subject = Stripe(subject),
        ReceivedAt = Now,
        Body = "{}"u8.ToArray(),
    };

    protected DueWork Due(WorkKey key, TimeSpan delay = default, params ImmutableArray<ObjectId> mentions) => new(key, Now + delay, mentions, "a test");

    protected Task Enqueue(WorkKey key, TimeSpan delay = default, params ImmutableArray<ObjectId> mentions) =>
        Store.Enqueue([Due(key, delay, mentions)], default);

    protected Task<Lease?> Claim() => Store.Claim("tester", Length, default);

    protected async Task<Lease> MustClaim()
    {
        var lease = await Claim();
        Assert.NotNull(lease);
        return lease;
    }

    /// <summary>Leases a product's work that was made for the purpose.</summary>
    protected async Task<Lease> Hold(string documentId, string connection = Shop)
    {
        await Enqueue(Work(documentId, connection: connection));
        var lease = await MustClaim();
        Assert.Equal(Work(documentId, connection: connection), lease.Key);
        return lease;
    }

    protected Task<CommitResult> Finish(Lease lease, Recording? recording = null) => Store.Release(lease, recording ?? Recording.Nothing, new Ending.Done(), default);

    protected Task<CommitResult> Park(Lease lease, string reason = "no luck") => Store.Release(lease, Recording.Nothing, new Ending.Park(reason), default);

    /// <summary>Records something for a product, by a lease of its own.</summary>
    protected async Task Record(string documentId, Recording recording, string connection = Shop) =>
        Assert.Equal(CommitResult.Committed, await Finish(await Hold(documentId, connection), recording));

    protected static ProductRecord Linked(string documentId, string? stripeId = null, params ImmutableArray<SlotRecord> slots) =>
        new() { Key = Key(documentId), Link = LinkState.Live, StripeId = stripeId, Slots = slots, Revision = "r1" };

    protected Intent Intent(string token, string documentId = "mug", IntentState state = IntentState.Open) => new()
    {
        Token = token,
        Key = Key(documentId),
        Side = Side.Stripe,
        Operation = "op-" + token,
        State = state,
        At = Now,
        Changes =
        [
            new Change.Update
            {
                Side = Side.Stripe,
                Kind = Kind.Product,
                Reason = "Sanity edited name",
                Id = "prod_1",
                Fields = [new FieldChange(FieldNames.Name, new FieldValue.Text("Mug"), new FieldValue.Text("Big mug"))],
            },
        ],
    };

    protected JournalEntry Entry(string text, string documentId = "mug", string connection = Shop) =>
        new() { At = Now, Connection = connection, DocumentId = documentId, Type = "note", Text = text };

    protected static Conflict Clash(string field, string sanity = "Mug") =>
        new(Kind.Product, "mug", field, null, new FieldValue.Text(sanity), new FieldValue.Text("Cup"), Winner.Ask, "both sides edited it");

    protected static Recording Journaled(params ImmutableArray<JournalEntry> entries) => new() { Journal = entries };

    protected async Task<IEnumerable<string>> Texts(string? connection = null, string? documentId = null, long after = 0, int limit = 100) =>
        (await Store.Journal(connection, documentId, after, limit, default)).Select(entry => entry.Text);
}
