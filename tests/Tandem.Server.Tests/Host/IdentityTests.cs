using System.Net;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Host;

/// <summary>A database belongs to one pair, for ever (T20).</summary>
[Trait("G", "11")]
public sealed class IdentityTests
{
    [Fact]
    public async Task The_first_start_writes_down_whom_the_database_belongs_to_and_the_next_one_goes_on()
    {
        using var folder = new Folder();
        await Once(folder, new SideDouble(Side.Stripe));
        await using (var store = SqliteStore.OpenReadOnly(folder.File("tandem.db"), TimeProvider.System))
        {
            Assert.Equal("acct_1 test abc123 production", await store.Read("default", "identity", default));
        }

        await Once(folder, new SideDouble(Side.Stripe));
    }

    [Theory]
    [InlineData("STRIPE_SECRET_KEY", "sk_live_other", "live mode")]
    [InlineData("NEXT_PUBLIC_SANITY_PROJECT_ID", "other1", "other1")]
    [InlineData("NEXT_PUBLIC_SANITY_DATASET", "staging", "staging")]
    public async Task Settings_that_name_another_pair_are_refused_before_anything_is_served(string name, string value, string named)
    {
        using var folder = new Folder();
        await Once(folder, new SideDouble(Side.Stripe));
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => RunningServer.Start(folder, null, (name, value)));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Contains("TANDEM_DATABASE", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk_live_other", refused.Message, StringComparison.Ordinal);
        await Once(folder, new SideDouble(Side.Stripe));
    }

    [Fact]
    public async Task A_key_of_another_account_stops_the_service_before_it_does_any_work()
    {
        using var folder = new Folder();
        await Once(folder, new SideDouble(Side.Stripe));
        var other = new SideDouble(Side.Stripe) { Identity = new Identity("acct_2", "test") };
        var server = await RunningServer.Start(folder, HealthTests.With(new SideDouble(Side.Sanity), other));
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => server.Host.Wait());
        Assert.Contains("acct_1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("acct_2", refused.Message, StringComparison.Ordinal);
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task A_restricted_key_that_may_not_tell_its_account_does_not_lock_the_database()
    {
        using var folder = new Folder();
        await Once(folder, new SideDouble(Side.Stripe) { Identity = new Identity("unknown", "test") });
        await Once(folder, new SideDouble(Side.Stripe));
        await Once(folder, new SideDouble(Side.Stripe) { Identity = new Identity("unknown", "test") });
        await using var store = SqliteStore.OpenReadOnly(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal("acct_1 test abc123 production", await store.Read("default", "identity", default));
    }

    [Fact]
    public async Task A_key_whose_prefix_lies_about_its_mode_is_refused()
    {
        using var folder = new Folder();
        var live = new SideDouble(Side.Stripe) { Identity = new Identity("acct_1", "live") };
        var server = await RunningServer.Start(folder, HealthTests.With(new SideDouble(Side.Sanity), live));
        Assert.Contains("opens live mode", (await Assert.ThrowsAsync<StartRefusedException>(() => server.Host.Wait())).Message, StringComparison.Ordinal);
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task A_second_service_on_the_same_database_is_refused()
    {
        await using var first = await RunningServer.Start();
        using var folder = new Folder();
        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => RunningServer.Start(folder, null, ("TANDEM_DATABASE", first.Database)));
        Assert.Contains("TANDEM_DATABASE", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told_in_a_sentence()
    {
        await using var first = await RunningServer.Start();
        using var folder = new Folder();
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => RunningServer.Start(folder, null, ("TANDEM_URLS", first.Address.GetLeftPart(UriPartial.Authority))));
        Assert.Contains("TANDEM_URLS", refused.Message, StringComparison.Ordinal);
    }

    private static async Task Once(Folder folder, SideDouble stripe)
    {
        var server = await RunningServer.Start(folder, HealthTests.With(new SideDouble(Side.Sanity), stripe));
        await server.UntilReady();
        using var answer = await server.Http.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await server.Host.Stop();
        await server.Host.DisposeAsync();
    }
}
