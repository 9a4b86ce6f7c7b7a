using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Server.Tests.Cli;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Host;

/// <summary>Several connections in one service: what stands against one of them does not stop the others, and no two have one account.</summary>
[Trait("G", "11")]
public sealed class SeveralConnectionsTests
{
    [Fact]
    public async Task A_connection_whose_key_is_refused_keeps_its_webhooks_and_stops_no_other_one()
    {
        var shops = ThreeShops.New();
        shops[1].Stripe.Fault = new CatalogFault.Unauthorized { Side = Side.Stripe, Message = "Stripe refuses the key." };
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await ThreeShops.Start(shops, customize: builder => builder.Services.AddSingleton<TimeProvider>(time));
        await Eventually.Is(async () => (await Report(server)).Reasons is ["staging: Stripe: Stripe refuses the key."], () => server.Said.Text);
        Assert.Equal(("degraded", HttpStatusCode.OK), ((await Report(server)).Status, (await Report(server)).Code));
        Assert.Equal(["ready", "not ready", "ready"], (await Report(server)).Connections);
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK],
            [await Code(server, "/health/ready/default"), await Code(server, "/health/ready/staging"), await Code(server, "/health/ready/shop-b")]);

        using var taken = await server.Deliver(shops[1], Side.Sanity, "mug");
        using var other = await server.Deliver(shops[2], Side.Sanity, "mug");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (taken.StatusCode, other.StatusCode));
        await Eventually.Is(() => shops[2].Sanity.Looked.ContainsKey("mug"), () => server.Said.Text);
        Assert.Empty(shops[1].Sanity.Looked);

        shops[1].Stripe.Fault = null;
        await Eventually.Is(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return shops[1].Sanity.Looked.ContainsKey("mug");
            },
            () => server.Said.Text);
        Assert.Equal(HttpStatusCode.OK, await Code(server, "/health/ready/staging"));
    }

    [Fact]
    public async Task A_service_of_which_no_connection_is_ready_is_not_ready()
    {
        var shops = ThreeShops.New();
        foreach (var shop in shops)
        {
            shop.Sanity.Fault = new CatalogFault.Unauthorized { Side = Side.Sanity, Message = "Sanity refuses the token." };
        }

        await using var server = await ThreeShops.Start(shops);
        await Eventually.Is(async () => (await Report(server)).Reasons.Count == 3, () => server.Said.Text);
        var report = await Report(server);
        Assert.Equal(("not ready", HttpStatusCode.ServiceUnavailable), (report.Status, report.Code));
        Assert.Equal(["default", "staging", "shop-b"], report.Reasons.Select(reason => reason.Split(':')[0]));
    }

    [Fact]
    public async Task Of_two_connections_with_one_Stripe_account_and_mode_the_new_one_does_not_work_and_the_old_one_goes_on()
    {
        using var folder = new Folder();
        await Once(folder, ThreeShops.New()[..1]);
        var shops = ThreeShops.New()[..2];
        shops[1].Stripe.Identity = shops[0].Stripe.Identity;
        var server = await ThreeShops.Start(shops, folder);
        await Eventually.Is(async () => (await Report(server)).Reasons is [var only] && only.StartsWith("staging: STAGING_STRIPE_SECRET_KEY opens the Stripe account acct_1 in test mode, which belongs to the connection default.", StringComparison.Ordinal), () => server.Said.Text);
        await Eventually.Is(async () => await Code(server, "/health/ready/default") == HttpStatusCode.OK);
        Assert.Contains(server.Said.All, line => line.StartsWith("Critical", StringComparison.Ordinal) && line.Contains("staging must not work", StringComparison.Ordinal));

        using var taken = await server.Deliver(shops[1], Side.Sanity, "mug");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Empty(shops[1].Sanity.Looked);
        Assert.Null(await server.Store.Read("staging", "identity", default));
        await Stop(server);
        var (code, status, _) = await TandemProcess.Run(folder.Path, "status");
        Assert.Equal(4, code);
        Assert.Contains("staging: must not work: STAGING_STRIPE_SECRET_KEY opens", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_new_connections_with_one_Stripe_account_and_mode_exactly_one_works()
    {
        var shops = ThreeShops.New()[..2];
        shops[1].Stripe.Identity = shops[0].Stripe.Identity;
        await using var server = await ThreeShops.Start(shops);
        await Eventually.Is(async () => (await Report(server)) is { Status: "degraded", Reasons: [var only] } && only.Contains("Two connections cannot share an account and mode", StringComparison.Ordinal), () => server.Said.Text);
        Assert.Equal(1, new[] { await server.Store.Read("default", "identity", default), await server.Store.Read("staging", "identity", default) }.Count(stored => stored is null));
    }

    [Fact]
    public async Task One_account_in_both_modes_is_two_pairs()
    {
        var shops = ThreeShops.New();
        shops[2].Stripe.Identity = new Identity("acct_1", "live");
        await using var server = await ThreeShops.Start([shops[0], shops[2]]);
        await Eventually.Is(async () => (await Report(server)).Status == "ready", () => server.Said.Text);
    }

    [Fact]
    public async Task Accounts_that_Stripe_does_not_tell_are_not_taken_for_different_ones()
    {
        var shops = ThreeShops.New()[..2];
        shops[1].Stripe.Identity = new Identity("unknown", "test");
        await using var server = await ThreeShops.Start(shops);
        await Eventually.Is(
            async () => (await Report(server)) is { Status: "degraded", Reasons: [var only] } && only.Contains("Stripe does not say whether", StringComparison.Ordinal) && only.Contains("STAGING_STRIPE_SECRET_KEY", StringComparison.Ordinal),
            () => server.Said.Text);
    }

    [Fact]
    public async Task A_connection_that_is_taken_out_is_told_and_its_work_waits_until_it_comes_back()
    {
        using var folder = new Folder();
        var before = await ThreeShops.Start(ThreeShops.New(), folder);
        await Eventually.Is(async () => (await Report(before)).Status == "ready", () => before.Said.Text);
        await Stop(before);
        await using (var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System))
        {
            await store.Enqueue([new DueWork(new WorkKey("staging", WorkKind.Product, "mug"), TimeProvider.System.GetUtcNow().AddHours(-1), [], "it was on its way")], default);
        }

        var without = await ThreeShops.Start(ThreeShops.New()[..1], folder);
        Assert.Contains(without.Said.All, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("remembers the connection staging, which is not configured", StringComparison.Ordinal));
        await Eventually.Is(async () => (await Report(without)).Status == "ready", () => without.Said.Text);
        using var refused = await without.Post("/api/staging/sanity/webhook", "{}"u8.ToArray());
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        var (code, status, _) = await TandemProcess.Run(folder.Path, "status");
        Assert.Equal(0, code);
        Assert.Contains("staging: not configured: its work waits", status, StringComparison.Ordinal);
        await Stop(without);

        var shops = ThreeShops.New();
        var again = await ThreeShops.Start(shops, folder);
        await Eventually.Is(() => shops[1].Sanity.Looked.ContainsKey("mug"), () => again.Said.Text);
        await Stop(again);
    }

    [Fact]
    public async Task A_connection_by_a_new_name_is_refused_since_nothing_would_be_remembered()
    {
        using var folder = new Folder();
        await Once(folder, ThreeShops.New()[..1]);
        ShopDouble[] renamed = [ThreeShops.New()[0] with { Name = "main" }];
        var server = await ThreeShops.Start(renamed, folder, [.. Variables.Required.Select(variable => (variable.Name, (string?)null))]);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => server.Host.Wait());
        Assert.Contains("as the connection default; the settings call it main", refused.Message, StringComparison.Ordinal);
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task A_named_connection_belongs_to_its_pair_for_ever_too()
    {
        using var folder = new Folder();
        await Once(folder, ThreeShops.New()[..2]);
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ThreeShops.Start(ThreeShops.New()[..2], folder, ("STAGING_SANITY_DATASET", "other")));
        Assert.Contains("knows the connection staging as", refused.Message, StringComparison.Ordinal);
    }

    private static async Task Once(Folder folder, ShopDouble[] shops)
    {
        var server = await ThreeShops.Start(shops, folder);
        await Eventually.Is(async () => (await Report(server)).Status == "ready", () => server.Said.Text);
        await Stop(server);
    }

    private static async Task Stop(RunningServer server)
    {
        await server.Host.Stop();
        await server.Host.DisposeAsync();
    }

    private static async Task<HttpStatusCode> Code(RunningServer server, string path)
    {
        using var answer = await server.Http.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Code, string? Status, List<string> Reasons, List<string> Connections)> Report(RunningServer server)
    {
        using var answer = await server.Http.GetAsync("/health/ready");
        var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return (
            answer.StatusCode, report.GetProperty("status").GetString(), [.. report.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()!)],
            [.. report.GetProperty("connections").EnumerateArray().Select(connection => connection.GetProperty("status").GetString()!)]);
    }
}
