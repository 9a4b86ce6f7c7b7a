using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Engine.Tests;
using Tandem.Sandbox;
using Tandem.Sanity;

namespace Tandem.Cards;

/// <summary>Where a card is played: both stand-ins, and the real engine, adapters and store between them, on a clock that only the card moves.</summary>
public sealed class Stage : IAsyncDisposable
{
    private readonly List<Shop> _shops = [];
    private readonly Lazy<Cast> _cast;
    private int _stripeWrites;
    private int _sanityWrites;

    /// <summary>Makes a stage; the shop is built when it is first spoken of, after the settings.</summary>
    public Stage()
    {
        _cast = new Lazy<Cast>(() => new Cast(Shop, () => Shelf));
    }

    /// <summary>The policy that settings have made so far.</summary>
    public Policy Policy { get; set; } = Policy.Default;

    /// <summary>Where documents hold it.</summary>
    public SanitySchema Schema { get; set; } = SanitySchema.Default;

    /// <summary>Where the dataset keeps its prices.</summary>
    public PriceShelf Shelf => PriceShelf.Of(Schema.Embedded);

    /// <summary>The host from which pictures may be fetched, where a card has one.</summary>
    public PictureHost? Pictures { get; set; }

    /// <summary>How many archives a day the guard lets through.</summary>
    public int ArchiveFloor { get; set; } = 10;

    /// <summary>Whether editors use the Studio plugin.</summary>
    public bool HasStudio { get; set; }

    /// <summary>The call at which the service is to die, where a card says that it dies at any.</summary>
    public (int Call, CallMoment Moment) Death { get; init; } = (int.MaxValue, CallMoment.BeforeExecute);

    /// <summary>Whether it died there.</summary>
    public bool HasDied { get; set; }

    /// <summary>Whom words mean.</summary>
    public Cast Cast => _cast.Value;

    /// <summary>What is to happen at calls of the service.</summary>
    public Snags Snags { get; } = new();

    /// <summary>The call that is held back on the wire.</summary>
    public HeldCall? Stuck { get; set; }

    /// <summary>How the last webhook was taken that somebody made up.</summary>
    public Taken? Reception { get; set; }

    /// <summary>How many webhooks had been taken when the service was last set to work.</summary>
    public int TakenBefore { get; private set; }

    /// <summary>Whether the service runs.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the shop is built, so that its settings stand.</summary>
    public bool IsBuilt => _shops.Count > 0;

    /// <summary>Both sides and the service.</summary>
    public Shop Shop
    {
        get
        {
            if (_shops.Count == 0)
            {
                _shops.Add(new Shop(Policy, ArchiveFloor, Schema, Pictures?.Network, HasStudio));
                Snags.Watch(_shops[0].Sanity);
                Snags.Watch(_shops[0].Stripe);
            }

            return _shops[^1];
        }
    }

    /// <summary>The service's writes to Stripe since it was last set to work.</summary>
    public int StripeWrites => Writes(Shop.Stripe) - _stripeWrites;

    /// <summary>The service's writes to Sanity since then.</summary>
    public int SanityWrites => Writes(Shop.Sanity) - _sanityWrites;

    /// <summary>The stand-in of that name.</summary>
    public IWorld World(string vendor) => vendor == "Stripe" ? Shop.Stripe : Shop.Sanity;

    /// <summary>Starts the service.</summary>
    public async Task Open()
    {
        if (!IsOpen)
        {
            IsOpen = true;
            await Shop.Open();
        }
    }

    /// <summary>Lets the service work, and counts from here.</summary>
    public async Task Work(Func<Shop, Task> work)
    {
        await Open();
        Count();
        await work(Shop);
    }

    /// <summary>Delivers webhooks that were delivered before. Those that are older than their signature may be are refused.</summary>
    public async Task HearAgain(IEnumerable<PendingDelivery> deliveries)
    {
        foreach (var delivery in deliveries.ToList())
        {
            var side = delivery.Url.AbsolutePath.Contains("stripe", StringComparison.Ordinal) ? Side.Stripe : Side.Sanity;
            var taken = await Shop.Take(side, delivery.Headers(), delivery.Body);
            Assert.True(taken.Status is 200 or 401, $"{delivery.Summary} was answered with {taken.Status}.");
        }
    }

    /// <summary>The service loses its database and starts on an empty one.</summary>
    public async Task Forget()
    {
        Count();
        _shops.Add(await Shop.WithoutState());
    }

    /// <summary>The journal, oldest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> Journal() =>
        [.. (await Shop.Store.Journal(Connection.Default, null, 0, 1000, CancellationToken.None)).Reverse()];

    /// <summary>What both sides and the journal hold, for a person who wants to know why a claim does not hold.</summary>
    public async Task<string> Tell()
    {
        var journal = string.Join('\n', (await Journal()).Select(entry => $"  {entry.At:HH:mm:ss} {entry.DocumentId} {entry.Type}: {entry.Text}"));
        var parked = string.Join('\n', (await Shop.Parked()).Select(parked => $"  {parked.Key.Id}: {parked.Reason}"));
        return $"Sanity\n{Lines(Shop.Sanity.Documents().Values)}\nStripe\n{Lines(Shop.Dashboard.Products.Concat(Shop.Dashboard.Prices))}\nJournal\n{journal}\nParked\n{parked}";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var shop in _shops)
        {
            await shop.DisposeAsync();
        }

        if (Pictures is not null)
        {
            await Pictures.DisposeAsync();
        }
    }

    private static string Lines(IEnumerable<JsonObject> things) => string.Join('\n', things.Select(thing => $"  {thing.ToJsonString()}"));

    // What a vendor refused (4xx) was not written.
    private static int Writes(IWorld world) => world.Calls.Newest.Count(call => call.IsWrite && call.Caller != "person" && call.Status is < 400 or >= 500);

    private void Count() => (_stripeWrites, _sanityWrites, TakenBefore) = (Writes(Shop.Stripe), Writes(Shop.Sanity), Shop.Receptions.Count);
}
