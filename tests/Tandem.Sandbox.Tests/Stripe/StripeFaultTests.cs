namespace Tandem.Sandbox.Tests;

public sealed class StripeFaultTests
{
    [Fact]
    public void Test_mode_takes_25_requests_a_second_and_live_mode_100_of_them_25_at_one_endpoint()
    {
        var lab = new StripeLab(new StripeOptions());
        Assert.All(Enumerable.Range(0, 25), _ => Assert.Equal(200, lab.Get("/v1/products").Status));

        var refused = lab.Post("/v1/products", "name=x", "key-1");
        Assert.Equal((429, "rate_limit", "invalid_request_error"), (refused.Status, (string)refused.Error["code"]!, (string)refused.Error["type"]!));
        Assert.StartsWith("Testmode request rate limit exceeded, ", refused.Message, StringComparison.Ordinal);
        Assert.Equal("global-rate", refused.Headers["Stripe-Rate-Limited-Reason"]);
        Assert.False(refused.Headers.ContainsKey("Retry-After"));
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, lab.Post("/v1/products", "name=x", "key-1").Status);

        string[] endpoints = ["/v1/products", "/v1/prices", "/v1/events", "/v1/webhook_endpoints"];
        Assert.All(Enumerable.Range(0, 100), number => Assert.Equal(200, lab.Get(endpoints[number % 4], "sk_live_lab").Status));
        Assert.Equal((429, "global-rate"), Refused("/v1/account"));
        lab.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.All(Enumerable.Range(0, 25), _ => Assert.Equal(200, lab.Get("/v1/products", "sk_live_lab").Status));
        Assert.Equal((429, "endpoint-rate"), Refused("/v1/products"));
        Assert.Equal(200, lab.Post("/v1/products", "name=x", apiKey: "sk_live_lab").Status);

        (int, string) Refused(string path)
        {
            var answer = lab.Get(path, "sk_live_lab");
            return (answer.Status, answer.Headers["Stripe-Rate-Limited-Reason"]);
        }
    }

    [Theory]
    [InlineData("endpoint-rate")]
    [InlineData("global-concurrency")]
    [InlineData("endpoint-concurrency")]
    [InlineData("resource-specific")]
    public void A_429_names_its_reason_and_is_not_kept(string reason)
    {
        var lab = new StripeLab();
        lab.World.Faults.Add(new CallFault(CallFaultKind.RateLimited) { Times = 1, Reason = reason, RetryAfter = TimeSpan.FromSeconds(3), ShouldRetry = true });

        var refused = lab.Post("/v1/products", "name=x", "key-1");

        Assert.Equal((429, reason, "3", "true"), (refused.Status, refused.Headers["Stripe-Rate-Limited-Reason"], refused.Headers["Retry-After"], refused.Headers["Stripe-Should-Retry"]));
        Assert.Equal(200, lab.Post("/v1/products", "name=x", "key-1").Status);
    }

    [Theory]
    [InlineData(CallFaultKind.RateLimited, "lock_timeout", 429, "lock_timeout")]
    [InlineData(CallFaultKind.Conflict, "lock_timeout", 409, "lock_timeout")]
    [InlineData(CallFaultKind.Conflict, null, 409, "idempotency_key_in_use")]
    public void Locks_and_keys_in_use_are_told_by_their_code(CallFaultKind kind, string? reason, int status, string code)
    {
        var lab = new StripeLab();
        lab.World.Faults.Add(new CallFault(kind) { Times = 1, Reason = reason, ShouldRetry = false });

        var refused = lab.Post("/v1/products", "name=x", "key-1");

        Assert.Equal((status, code, "false"), (refused.Status, (string)refused.Error["code"]!, refused.Headers["Stripe-Should-Retry"]));
        Assert.False(refused.Headers.ContainsKey("Stripe-Rate-Limited-Reason"));
        Assert.Empty(lab.Dashboard.Products);
    }

    [Fact]
    public void A_connection_cut_after_commit_leaves_the_object_and_its_answer_under_the_key()
    {
        var lab = new StripeLab();
        lab.World.Faults.Add(new CallFault(CallFaultKind.CutBeforeCommit) { Times = 1 });
        lab.World.Faults.Add(new CallFault(CallFaultKind.CutAfterCommit) { Times = 1, Delay = TimeSpan.FromSeconds(7) });

        Assert.Equal(0, lab.Post("/v1/products", "name=x", "key-1").Status);
        Assert.Empty(lab.Dashboard.Products);
        var cut = lab.Post("/v1/products", "name=x", "key-1");
        Assert.Equal((0, TimeSpan.FromSeconds(7)), (cut.Status, cut.Delay));
        Assert.Equal((string?)Assert.Single(lab.Dashboard.Products)["id"], lab.Post("/v1/products", "name=x", "key-1").Id);
        Assert.Equal([0, 0, 200], lab.World.Calls.Newest.Select(call => call.Status));
    }

    [Fact]
    public void A_kill_before_executing_meets_a_rule_added_at_that_moment()
    {
        var lab = new StripeLab();
        var moments = new List<CallMoment>();
        lab.World.Faults.OnCall = (request, moment) =>
        {
            moments.Add(moment);
            if (request.Method == "POST" && moment is CallMoment.BeforeExecute)
            {
                lab.World.Faults.Add(new CallFault(CallFaultKind.CutBeforeCommit) { Times = 1 });
            }
        };

        Assert.Equal(0, lab.Post("/v1/products", "name=x").Status);
        Assert.Equal([CallMoment.BeforeExecute], moments);
        Assert.Empty(lab.Dashboard.Products);
    }

    [Fact]
    public void The_call_log_tells_reads_writes_keys_and_people_apart()
    {
        var lab = new StripeLab();
        lab.Post("/v1/products", "name=x", "key-1", headers: ("user-agent", "Stripe/v1 Tandem/1"));
        lab.Get("/v1/products?limit=1");
        lab.Dashboard.CreateProduct(("name", "y"));

        Assert.Equal((1, 2), (lab.World.Calls.Reads, lab.World.Calls.Writes));
        Assert.Equal(
            ["POST /v1/products 200 key-1 Stripe/v1 Tandem/1", "GET /v1/products?limit=1 200  ", "PERSON POST /v1/products 200  person"],
            lab.World.Calls.Newest.Select(call => $"{call.Method} {call.Path} {call.Status} {call.Key} {call.Caller}"));
    }

    [Fact]
    public void The_same_seed_makes_the_same_world()
    {
        static string Run(int seed)
        {
            var lab = new StripeLab(new StripeOptions { Seed = seed, TestRate = 0 });
            lab.World.Faults.Add(new CallFault(CallFaultKind.ErrorAfterCommit) { Probability = 0.5 });
            return string.Concat(Enumerable.Range(0, 20).Select(_ => lab.Post("/v1/products", "name=x").Text));
        }

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }
}
