using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Host;

public sealed class HealthTests
{
    [Fact]
    public async Task Alive_is_whoever_answers()
    {
        await using var server = await RunningServer.Start();
        using var answer = await server.Http.GetAsync("/health/live");
        Assert.Equal((HttpStatusCode.OK, """{"status":"live"}"""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        using var head = await server.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/health/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, head.StatusCode);
        using var post = await server.Http.PostAsync("/health/live", null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task Ready_is_a_service_that_commits_and_whose_sides_have_answered()
    {
        await using var server = await RunningServer.Start(With(new SideDouble(Side.Sanity), new SideDouble(Side.Stripe)));
        await server.UntilReady();
        var report = await Report(server, HttpStatusCode.OK);
        Assert.Equal(("ready", "writable"), (report.GetProperty("status").GetString(), report.GetProperty("store").GetString()));
        var connection = Assert.Single(report.GetProperty("connections").EnumerateArray());
        Assert.Equal("default", connection.GetProperty("name").GetString());
        Assert.All(
            (string[])["sanity", "stripe"],
            side => Assert.NotEqual(JsonValueKind.Null, connection.GetProperty(side).GetProperty("lastContact").ValueKind));
    }

    [Fact]
    public async Task A_key_that_is_refused_keeps_the_service_up_but_not_ready_until_it_is_mended()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var stripe = new SideDouble(Side.Stripe) { Fault = new CatalogFault.Unauthorized { Side = Side.Stripe, Message = "Stripe refuses the key." } };
        await using var server = await RunningServer.Start(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            With(new SideDouble(Side.Sanity), stripe)(builder);
        });
        await Eventually.Is(async () => (await Report(server, HttpStatusCode.ServiceUnavailable)).GetProperty("reasons").EnumerateArray()
            .Select(reason => reason.GetString()).SequenceEqual(["Stripe: Stripe refuses the key."]));
        using var webhook = await server.Stripe(Bodies.Stripe());
        Assert.Equal(HttpStatusCode.OK, webhook.StatusCode);
        Assert.Contains(server.Said.All, line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("Stripe refuses the key.", StringComparison.Ordinal));

        stripe.Fault = null;
        await Eventually.Is(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return server.IsReady();
        });

        Assert.Equal("ready", (await Report(server, HttpStatusCode.OK)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_side_that_nobody_asked_for_long_and_that_fails_once_does_not_make_the_service_unready()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var (sanity, stripe) = (new SideDouble(Side.Sanity), new SideDouble(Side.Stripe));
        await using var server = await RunningServer.Start(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            With(sanity, stripe)(builder);
        });
        await server.UntilReady();

        stripe.Fault = new CatalogFault.Unavailable { Side = Side.Stripe, Message = "Stripe does not answer." };
        time.Advance(TimeSpan.FromMinutes(16));
        await Eventually.Is(async () => SideOf(await Report(server, HttpStatusCode.OK), "stripe").GetProperty("fault").GetString() == "Stripe does not answer.");

        await Eventually.Is(async () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return !await server.IsReady();
        });
    }

    [Fact]
    public async Task A_store_that_cannot_commit_is_told()
    {
        StoreDouble? control = null;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await RunningServer.Start(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton(given => StoreDouble.Around(SqliteStore.Open(given.GetRequiredService<TandemSettings>().Database, time), out control));
            With(new SideDouble(Side.Sanity), new SideDouble(Side.Stripe))(builder);
        });
        await server.UntilReady();
        control!.Broken = new StoreUnavailableException("The disk is full.\u001b[2J");
        time.Advance(TimeSpan.FromSeconds(2));
        var report = await Report(server, HttpStatusCode.ServiceUnavailable);
        Assert.Equal("not writable", report.GetProperty("store").GetString());
        Assert.Equal("The store cannot commit: The disk is full.�[2J", report.GetProperty("reasons")[0].GetString());
        control.Broken = null;
        await Eventually.Is(() =>
        {
            time.Advance(TimeSpan.FromSeconds(10));
            return server.IsReady();
        });
    }

    [Fact]
    public async Task Being_asked_often_does_not_wear_out_the_disk()
    {
        StoreDouble? control = null;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await RunningServer.Start(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton(given => StoreDouble.Around(SqliteStore.Open(given.GetRequiredService<TandemSettings>().Database, time), out control));
        });
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.Http.GetAsync("/health/ready")));
        Assert.Equal(1, control!.Probes);
    }

    private static async Task<JsonElement> Report(RunningServer server, HttpStatusCode expected)
    {
        using var answer = await server.Http.GetAsync("/health/ready");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static JsonElement SideOf(JsonElement report, string side) => report.GetProperty("connections")[0].GetProperty(side);

    internal static Action<WebApplicationBuilder> With(SideDouble sanity, SideDouble stripe) =>
        builder => builder.Services.AddSingleton(new Connection(Connection.Default, sanity, stripe, Policy.Default));
}
