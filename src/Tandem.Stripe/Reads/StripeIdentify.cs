using System.Text.Json;
using Stripe;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>Says whose data the key opens. A restricted key may not be allowed to ask; then the refusal names the account, and the data itself tells the mode.</summary>
/// <param name="connection">The tamed client.</param>
/// <param name="key">The key, of which only the prefix is looked at.</param>
internal sealed class StripeIdentify(StripeConnection connection, Secret key)
{
    /// <summary>The account when it cannot be learnt.</summary>
    public const string UnknownAccount = "unknown";

    private const string Live = "live";
    private const string Test = "test";

    /// <summary>The account and the mode.</summary>
    public async Task<Outcome<Identity>> Identify(CancellationToken cancellation)
    {
        var account = await connection.Send(
            StripeCall.Read("reading the account"),
            async token => OfAccount((await connection.Api.Accounts.GetSelfAsync(requestOptions: null, token)).Shown()),
            cancellation);
        return account.Fault is CatalogFault.Unauthorized or CatalogFault.Gone or CatalogFault.Refused
            ? await connection.Send(
                StripeCall.Read("listing one product"),
                async token => OfProducts((account.Fault as CatalogFault.Unauthorized)?.Account, await connection.Api.Products.ListAsync(new ProductListOptions { Limit = 1 }, requestOptions: null, token)),
                cancellation)
            : account;
    }

    /// <summary>The name of a mode.</summary>
    public static string Realm(bool isLive) => isLive ? Live : Test;

    private Identity OfAccount(JsonElement account) =>
        new(account.Text("id") ?? UnknownAccount, account.Flag("livemode") is { } live ? Realm(live) : RealmOfKey());

    private Identity OfProducts(string? account, StripeList<Product> products) =>
        new(account ?? UnknownAccount, products.Data.Count > 0 ? Realm(products.Data[0].Livemode) : RealmOfKey());

    /// <summary>Keys name their mode: <c>sk_live_…</c>, <c>rk_test_…</c> (https://docs.stripe.com/keys). Anything else counts as live, the careful guess.</summary>
    private string RealmOfKey() => Realm(!key.Reveal().Contains("_test_", StringComparison.Ordinal));
}
