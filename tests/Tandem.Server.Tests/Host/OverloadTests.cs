using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Host;

public sealed class OverloadTests
{
    [Fact]
    [Trait("G", "25")]
    public async Task A_flood_is_shed_and_what_was_accepted_is_stored()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RunningServer.Start(builder =>
        {
            builder.Services.AddSingleton(new WebhookLimits { Permits = 8, Queue = 16 });
            builder.Services.AddSingleton(given =>
            {
                var store = StoreDouble.Around(SqliteStore.Open(given.GetRequiredService<TandemSettings>().Database, TimeProvider.System), out var control);
                control.Hold = gate.Task;
                return store;
            });
        });
        var flood = Enumerable.Range(0, 100).Select(number => server.Stripe(Bodies.Stripe($"evt_{number}"))).ToList();
        while (flood.Count(answer => answer.IsCompleted) < 76)
        {
            await Task.WhenAny(flood.Where(answer => !answer.IsCompleted));
        }

        gate.SetResult();
        var answers = await Task.WhenAll(flood);
        Assert.Equal(24, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var shed = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(76, shed.Count);
        Assert.All(shed, answer => Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta));
        Assert.Equal(24, await server.Stored());
    }

    [Fact]
    public async Task A_flood_of_forged_requests_is_not_a_flood_of_log_lines()
    {
        await using var server = await RunningServer.Start();
        var forged = await Task.WhenAll(Enumerable.Range(0, 400).Select(_ => server.Stripe("{}", "t=1,v1=00")));
        Assert.All(forged, answer => Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]));
        var lines = server.Said.All.Count(line => line.Contains("[WEBHOOK] Refused", StringComparison.Ordinal));
        Assert.InRange(lines, 1, 399);
    }

    [Fact]
    public async Task A_store_that_fails_is_our_fault_and_the_vendor_is_asked_to_send_again()
    {
        StoreDouble? control = null;
        await using var server = await RunningServer.Start(builder => builder.Services.AddSingleton(given =>
            StoreDouble.Around(SqliteStore.Open(given.GetRequiredService<TandemSettings>().Database, TimeProvider.System), out control)));
        foreach (var fault in (Exception[])[new StoreUnavailableException("The disk is full."), new ObjectDisposedException("store"), new OperationCanceledException()])
        {
            control!.Broken = fault;
            using var stripe = await server.Stripe(Bodies.Stripe());
            using var sanity = await server.Sanity(Bodies.Projection(), Bodies.SanityHeaders());
            Assert.All([stripe, sanity], answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
            Assert.All([stripe, sanity], answer => Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta));
            Assert.DoesNotContain("disk", await stripe.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        control!.Broken = null;
        using var again = await server.Stripe(Bodies.Stripe());
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(1, await server.Stored());
    }

    [Fact]
    [Trait("G", "25")]
    public async Task What_is_under_way_when_the_service_is_stopped_is_stored_and_acknowledged()
    {
        StoreDouble? control = null;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var folder = new Folder();
        var server = await RunningServer.Start(folder, builder => builder.Services.AddSingleton(given =>
            StoreDouble.Around(SqliteStore.Open(given.GetRequiredService<TandemSettings>().Database, TimeProvider.System), out control)));
        control!.Hold = gate.Task;
        var inFlight = server.Stripe(Bodies.Stripe());
        await control.Reached;
        var stopping = server.Host.Stop();
        gate.SetResult();
        using var answer = await inFlight;
        await stopping;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await server.Host.DisposeAsync();
        await using var after = SqliteStore.OpenReadOnly(folder.File("tandem.db"), TimeProvider.System);
        Assert.Equal(1, (await after.Count(default)).Deliveries);
    }
}
