using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Server.Tests.Host;
using Tandem.Store.Sqlite;

namespace Tandem.Server.Tests.Cli;

/// <summary>How everything is doing, seen from a terminal beside the service and without one.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task A_stopped_service_is_told_by_a_code_of_its_own_and_by_what_it_left()
    {
        using var folder = new Folder();
        await Fill(folder);
        var (code, text, _) = await TandemProcess.Run(folder.Path, "status");
        Assert.Equal(4, code);
        Assert.StartsWith("The service is not running on ", text, StringComparison.Ordinal);
        Assert.Contains("default: in step: 1 of 1 product\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("default: held: 1 (tandem held list)\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("default: parked: 1 (tandem parked list)\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("default: sides: the service has told nothing of them yet\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        var status = Json(await TandemProcess.Run(folder.Path, "status", "--json"), 4);
        Assert.False(status.GetProperty("running").GetBoolean());
        var connection = Assert.Single(status.GetProperty("connections").EnumerateArray());
        Assert.Equal((1, 1, 1), (connection.GetProperty("products").GetInt32(), connection.GetProperty("inStep").GetInt32(), connection.GetProperty("parked").GetInt32()));
        Assert.Equal(JsonValueKind.Null, connection.GetProperty("stripe").ValueKind);
    }

    [Fact]
    public async Task Beside_a_running_service_it_tells_when_each_side_answered_and_how_often_it_was_called()
    {
        using var folder = new Folder();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddDays(-1));
        var stripe = new SideDouble(Side.Stripe);
        var server = await RunningServer.Start(folder, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            HealthTests.With(new SideDouble(Side.Sanity), stripe)(builder);
        });
        await server.UntilReady();
        await Eventually.Is(async () => Advance(time) && Pulse.Parse(await server.Store.Read("default", Pulse.Name, default)) is { Stripe.Calls: > 0, Sanity.Calls: > 0 });
        var side = SideOf(Json(await TandemProcess.Run(folder.Path, "status", "--json"), 0), "stripe");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.String, 20), (side.GetProperty("fault").ValueKind, side.GetProperty("lastContact").ValueKind, side.GetProperty("callsASecondAllowed").GetInt32()));

        stripe.Fault = new CatalogFault.Unavailable { Side = Side.Stripe, Message = "Stripe does not answer." };
        await Eventually.Is(async () => Advance(time) && Pulse.Parse(await server.Store.Read("default", Pulse.Name, default)) is { Stripe: { Fault: not null } failing } && failing.IsLost(time.GetUtcNow()));
        var (code, text, _) = await TandemProcess.Run(folder.Path, "status");
        Assert.Equal(4, code);
        Assert.StartsWith("The service is running on ", text, StringComparison.Ordinal);
        Assert.Contains("default: keeps equal: Stripe account acct_1 in test mode with Sanity project abc123, dataset production", text, StringComparison.Ordinal);
        Assert.Matches("default: Stripe: fails since [^:]+: Stripe does not answer. It answered ", text);
        await server.Host.Stop();
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task What_waits_for_a_person_is_told_by_the_exit_code()
    {
        using var folder = new Folder();
        await Fill(folder);
        var server = await RunningServer.Start(folder, HealthTests.With(new SideDouble(Side.Sanity), new SideDouble(Side.Stripe)));
        await server.UntilReady();
        Assert.Equal(3, (await TandemProcess.Run(folder.Path, "status")).Code);
        await server.Host.Stop();
        await server.Host.DisposeAsync();
    }

    [Fact]
    public async Task What_is_not_there_is_told_by_the_exit_code()
    {
        using var folder = new Folder();
        Assert.Equal(2, (await TandemProcess.Run(folder.Path, "status")).Code);
        await SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System).DisposeAsync();
        Assert.Contains("Nothing has used this database yet", (await TandemProcess.Run(folder.Path, "status")).Error, StringComparison.Ordinal);
        await Fill(folder);
        var (code, _, error) = await TandemProcess.Run(folder.Path, "status", "--connection", "staging");
        Assert.Equal((1, "There is no connection staging in this database; tandem status shows those that there are."), (code, error.Trim()));
    }

    private static bool Advance(FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromSeconds(30));
        return true;
    }

    private static JsonElement Json((int Code, string Output, string Error) run, int expected)
    {
        Assert.True(run.Code == expected, run.Output + run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static JsonElement SideOf(JsonElement status, string side) => Assert.Single(status.GetProperty("connections").EnumerateArray()).GetProperty(side);

    private static async Task Fill(Folder folder)
    {
        await using var store = SqliteStore.Open(folder.File("tandem.db"), TimeProvider.System);
        await Work("mug", new Recording { Record = new ProductRecord { Key = new ProductKey("default", "mug"), Link = LinkState.Live } }, new Ending.Done());
        await Work("cup", new Recording { Held = [new HeldChange(Side.Sanity, "cup", "cup", Conflict.Whole, "it is older", [])] }, new Ending.Park("Stripe refuses the name."));

        async Task Work(string document, Recording recording, Ending ending)
        {
            await store.Enqueue([new DueWork(new WorkKey("default", WorkKind.Product, document), TimeProvider.System.GetUtcNow(), [], "test")], default);
            await store.Release((await store.Claim("test", TimeSpan.FromMinutes(1), default))!, recording, ending, default);
        }
    }
}
