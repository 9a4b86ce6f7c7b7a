using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Server.Tests.Settings;
using Tandem.Server.Tests.Signatures;

namespace Tandem.Server.Tests.Host;

/// <summary>One of three connections of a service: what is set for it, and its sides.</summary>
public sealed record ShopDouble(string Name, string Account, bool IsLive, string Project, string Dataset, string StripeSecret, string SanitySecret)
{
    public SideDouble Stripe { get; } = new(Side.Stripe) { Identity = new Identity(Account, IsLive ? "live" : "test") };

    public SideDouble Sanity { get; } = new(Side.Sanity) { Identity = new Identity(Project, Dataset) };

    /// <summary>The path of its webhooks; the seed's own for <c>default</c>.</summary>
    public string Path(Side side, bool isNamed = false) =>
        (Name == "default" && !isNamed ? "/api/" : $"/api/{Name}/") + (side == Side.Stripe ? "stripe/webhook" : "sanity/webhook");

    /// <summary>The variables that set it up.</summary>
    public (string Name, string? Value)[] Variables
    {
        get
        {
            var prefix = Name == "default" ? "" : Name.ToUpperInvariant().Replace('-', '_') + "_";
            return
            [
                ($"{prefix}STRIPE_SECRET_KEY", $"sk_{(IsLive ? "live" : "test")}_{Name}"), ($"{prefix}STRIPE_WEBHOOK_SECRET", StripeSecret), ($"{prefix}SANITY_API_TOKEN", $"sk{Name}"),
                ($"{prefix}SANITY_WEBHOOK_SECRET", SanitySecret), ($"{(prefix.Length == 0 ? "NEXT_PUBLIC_" : prefix)}SANITY_PROJECT_ID", Project), ($"{(prefix.Length == 0 ? "NEXT_PUBLIC_" : prefix)}SANITY_DATASET", Dataset),
            ];
        }
    }
}

/// <summary>A service with three connections: the seed's own, its staging in another dataset and account, and another shop in live mode and another project.</summary>
public static class ThreeShops
{
    public static ShopDouble[] New() =>
    [
        new("default", "acct_1", false, "abc123", "production", Given.StripeSecret, Given.SanitySecret),
        new("staging", "acct_2", false, "abc123", "staging", "whsec_staging", "staging's secret"),
        new("shop-b", "acct_3", true, "def456", "production", "whsec_b", "b's secret"),
    ];

    public static Task<RunningServer> Start(ShopDouble[] shops, params (string Name, string? Value)[] changes) => Start(shops, new Folder(), changes);

    public static Task<RunningServer> Start(ShopDouble[] shops, Folder folder, params (string Name, string? Value)[] changes) => Start(shops, folder, null, changes);

    public static Task<RunningServer> Start(ShopDouble[] shops, Action<WebApplicationBuilder> customize) => Start(shops, new Folder(), customize, []);

    private static async Task<RunningServer> Start(ShopDouble[] shops, Folder folder, Action<WebApplicationBuilder>? customize, (string Name, string? Value)[] changes)
    {
        var named = string.Join(", ", shops.Where(shop => shop.Name != "default").Select(shop => $"\"{shop.Name}\": {{}}"));
        var config = folder.Write("tandem.json", $$"""{ "connections": { {{named}} } }""");
        return await RunningServer.Start(
            folder,
            builder =>
            {
                customize?.Invoke(builder);
                foreach (var shop in shops)
                {
                    builder.Services.AddSingleton(new Connection(shop.Name, shop.Sanity, shop.Stripe, Policy.Default));
                }
            },
            [("TANDEM_CONFIG", config), .. changes, .. shops.SelectMany(shop => shop.Variables).Where(variable => !changes.Any(change => change.Name == variable.Name))]);
    }

    /// <summary>Delivers a signed webhook of a shop's own.</summary>
    public static Task<HttpResponseMessage> Deliver(this RunningServer server, ShopDouble shop, Side side, string id)
    {
        var body = Encoding.UTF8.GetBytes(side == Side.Stripe ? Bodies.Stripe($"evt_{id}", live: shop.IsLive, product: id) : Bodies.Projection(id));
        return side == Side.Stripe
            ? server.Post(shop.Path(side), body, ("Stripe-Signature", Signer.Stripe(shop.StripeSecret, body, DateTimeOffset.UtcNow)))
            : server.Post(shop.Path(side), body, [("sanity-webhook-signature", Signer.Sanity(shop.SanitySecret, body, DateTimeOffset.UtcNow)), .. Bodies.SanityHeaders($"key-{id}", shop.Project, shop.Dataset)]);
    }
}
