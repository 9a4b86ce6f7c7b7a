using System.Collections.Frozen;

namespace Tandem.Sandbox.Tests;

public sealed class FaultsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_rule_strikes_only_its_calls_after_its_skips_and_as_often_as_it_says()
    {
        var world = new EchoWorld();
        world.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { Method = "POST", PathPrefix = "/v1/prices", Skip = 1, Times = 2 });

        var statuses = new[] { "GET /v1/prices", "POST /v1/products", "POST /v1/prices", "POST /v1/prices/1", "POST /v1/prices", "POST /v1/prices" }
            .Select(line => Status(world, line));

        Assert.Equal([200, 200, 200, 500, 500, 200], statuses);
        Assert.Equal(4, world.Executed);
    }

    [Fact]
    public void An_error_after_commit_hides_an_execution()
    {
        var world = new EchoWorld();
        world.Faults.Add(new CallFault(CallFaultKind.ErrorAfterCommit) { Times = 1 });

        Assert.Equal(500, Status(world, "POST /"));
        Assert.Equal(1, world.Executed);
    }

    [Fact]
    public void The_same_seed_draws_the_same_faults()
    {
        static string Run(int seed)
        {
            var faults = new Faults(seed);
            faults.Add(new CallFault(CallFaultKind.RateLimited) { Probability = 0.5 });
            return string.Concat(Enumerable.Range(0, 64).Select(_ => faults.Draw(Request("GET /")) is null ? '.' : 'x'));
        }

        Assert.Equal(Run(7), Run(7));
        Assert.NotEqual(Run(7), Run(8));
        Assert.Contains('x', Run(7));
        Assert.Contains('.', Run(7));
    }

    [Fact]
    public void A_torn_body_is_half_of_the_answer()
    {
        var world = new EchoWorld();
        var whole = world.Handle(Request("GET /")).Body.Length;
        world.Faults.Add(new CallFault(CallFaultKind.MalformedBody));

        Assert.Equal(whole / 2, world.Handle(Request("GET /")).Body.Length);
    }

    [Fact]
    public void A_reordered_delivery_is_overtaken_by_the_next_one()
    {
        var outbox = new Outbox();
        var faults = new Faults(1);
        faults.Add(new DeliveryFault(DeliveryFaultKind.Reorder) { Times = 1 });

        faults.Send(outbox, Delivery("a"), Now);
        faults.Send(outbox, Delivery("b"), Now);

        Assert.Equal(["b", "a"], outbox.Waiting.Select(delivery => delivery.Id));
        Assert.All(outbox.Waiting, delivery => Assert.Equal(Now, delivery.Due));
    }

    [Fact]
    public void Deliveries_are_dropped_doubled_and_delayed_by_their_summary()
    {
        var outbox = new Outbox();
        var faults = new Faults(1);
        faults.Add(new DeliveryFault(DeliveryFaultKind.Drop) { SummaryPrefix = "a" });
        faults.Add(new DeliveryFault(DeliveryFaultKind.Duplicate) { SummaryPrefix = "b", Times = 1 });
        faults.Add(new DeliveryFault(DeliveryFaultKind.Delay) { SummaryPrefix = "c", Delay = TimeSpan.FromHours(1) });

        foreach (var id in new[] { "a", "b", "c", "b" })
        {
            faults.Send(outbox, Delivery(id), Now);
        }

        Assert.Equal(["b", "b", "c", "b"], outbox.Waiting.Select(delivery => delivery.Id));
        Assert.Equal(Now.AddHours(1), outbox.Waiting[2].Due);
    }

    internal static SandboxRequest Request(string line) => new(line.Split(' ')[0], line.Split(' ')[1], "", FrozenDictionary<string, string>.Empty, default);

    internal static PendingDelivery Delivery(string id, string url = "http://127.0.0.1/hook", Func<int, TimeSpan?>? ended = null) => new()
    {
        Id = id,
        Url = new Uri(url),
        Body = System.Text.Encoding.UTF8.GetBytes(id),
        Headers = () => new Dictionary<string, string> { ["X-Id"] = id, ["Content-Type"] = "application/json" },
        Summary = id,
        Ended = ended ?? (_ => null),
    };

    private static int Status(EchoWorld world, string line) => world.Handle(Request(line)).Status;
}
