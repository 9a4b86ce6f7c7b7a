using System.Collections.Immutable;
using Stripe;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>What a Stripe key may do, found out without changing anything.</summary>
/// <remarks>
/// Reads list one object. Writes are tried on objects that cannot exist: a key that lacks the right is told so (403), any other is told that there is no such object (404).
/// That Stripe looks at the right first is assumed. <see href="https://docs.stripe.com/keys#limit-access"/>
/// </remarks>
public sealed class StripeRights
{
    private const string Nowhere = "tandem_checks_its_rights";
    private readonly ImmutableArray<(StripeRight Right, Func<CancellationToken, Task> Try)> _all;
    private readonly StripeConnection _connection;

    internal StripeRights(StripeConnection connection, Secret key)
    {
        _connection = connection;
        IsRestricted = key.Reveal().StartsWith("rk_", StringComparison.Ordinal);
        var api = connection.Api;
        _all =
        [
            (new("Products: read", "rak_product_read", StripeNeed.Service), token => api.Products.ListAsync(new ProductListOptions { Limit = 1 }, requestOptions: null, token)),
            (new("Products: write", "rak_product_write", StripeNeed.Service), token => api.Products.UpdateAsync($"prod_{Nowhere}", new ProductUpdateOptions { Active = false }, requestOptions: null, token)),
            (new("Prices: read", "rak_plan_read", StripeNeed.Service), token => api.Prices.ListAsync(new PriceListOptions { Limit = 1 }, requestOptions: null, token)),
            (new("Prices: write", "rak_plan_write", StripeNeed.Service), token => api.Prices.UpdateAsync($"price_{Nowhere}", new PriceUpdateOptions { Active = false }, requestOptions: null, token)),
            (new("Events: read", "rak_event_read", StripeNeed.Service), token => api.Events.ListAsync(new EventListOptions { Limit = 1 }, requestOptions: null, token)),
            (new("Webhook Endpoints: write", "rak_webhook_write", StripeNeed.Setup), token => api.WebhookEndpoints.UpdateAsync($"we_{Nowhere}", new WebhookEndpointUpdateOptions { Disabled = true }, requestOptions: null, token)),
        ];
    }

    /// <summary>Whether the key is a restricted one (<c>rk_…</c>); every other key may do everything.</summary>
    public bool IsRestricted { get; }

    /// <summary>Where a restricted key with exactly these rights is made. The row of prices keeps its old name, plans.</summary>
    /// <param name="isLive">For live mode.</param>
    public static Uri Form(bool isLive) => new(
        $"https://dashboard.stripe.com/{(isLive ? "" : "test/")}apikeys/create?name=Tandem&permissions[0]=rak_product_write&permissions[1]=rak_plan_write"
        + "&permissions[2]=rak_event_read&permissions[3]=rak_webhook_write");

    /// <summary>The rights that the key lacks; a fault when it cannot be found out.</summary>
    /// <param name="need">What for.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Outcome<MissingRights>> Missing(StripeNeed need, CancellationToken cancellation)
    {
        if (!IsRestricted)
        {
            return new MissingRights([]);
        }

        var missing = ImmutableArray.CreateBuilder<StripeRight>();
        foreach (var (right, attempt) in _all.Where(one => one.Right.Need == need))
        {
            var outcome = await _connection.Send(
                StripeCall.Read($"checking the right {right.Name}"),
                async token =>
                {
                    await attempt(token);
                    return right;
                },
                cancellation);
            switch (outcome.Fault)
            {
                case null or CatalogFault.Gone or CatalogFault.Refused:
                    break;
                case CatalogFault.Unauthorized { IsForbidden: true }:
                    missing.Add(right);
                    break;
                case var fault:
                    return fault;
            }
        }

        return new MissingRights(missing.ToImmutable());
    }
}

/// <summary>What a right is needed for.</summary>
public enum StripeNeed
{
    /// <summary>The service's work.</summary>
    Service,

    /// <summary>Setting up webhooks, taking them down, and looking at them.</summary>
    Setup,
}

/// <summary>A right of a restricted key.</summary>
/// <param name="Name">As the Dashboard names it.</param>
/// <param name="Permission">As Stripe's messages name it.</param>
/// <param name="Need">What it is needed for.</param>
public sealed record StripeRight(string Name, string Permission, StripeNeed Need);

/// <summary>Rights that a key lacks.</summary>
/// <param name="All">One by one; empty when it lacks none.</param>
public sealed record MissingRights(ImmutableArray<StripeRight> All);
