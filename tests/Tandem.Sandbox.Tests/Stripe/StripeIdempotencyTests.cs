namespace Tandem.Sandbox.Tests;

public sealed class StripeIdempotencyTests
{
    private readonly StripeLab _lab = new();

    [Fact]
    public void The_same_key_and_parameters_replay_the_first_answer()
    {
        var first = _lab.Post("/v1/products", "name=Mug&metadata[a]=1", "key-1");
        var again = _lab.Post("/v1/products", "metadata%5Ba%5D=1&name=Mug", "key-1");

        Assert.Equal(first.Text, again.Text);
        Assert.Equal(("true", "key-1", first.Headers["Request-Id"]), (again.Headers["Idempotent-Replayed"], again.Headers["Idempotency-Key"], again.Headers["Original-Request"]));
        Assert.NotEqual(first.Headers["Request-Id"], again.Headers["Request-Id"]);
        Assert.False(first.Headers.ContainsKey("Idempotent-Replayed"));
        Assert.Single(_lab.Dashboard.Products);
        Assert.Single(_lab.Events);
    }

    [Theory]
    [InlineData("/v1/products", "name=Cup")]
    [InlineData("/v1/prices", "name=Mug")]
    public void Other_parameters_or_another_endpoint_are_refused(string path, string form)
    {
        _lab.Post("/v1/products", "name=Mug", "key-1");
        var answer = _lab.Post(path, form, "key-1");

        Assert.Equal((400, "idempotency_error"), (answer.Status, (string)answer.Error["type"]!));
        Assert.Equal(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than 'key-1' if you meant to execute a different request.",
            answer.Message);
    }

    [Fact]
    public void A_500_is_kept_and_replayed_whether_or_not_it_was_executed()
    {
        _lab.World.Faults.Add(new CallFault(CallFaultKind.ErrorAfterCommit) { Times = 1 });
        _lab.World.Faults.Add(new CallFault(CallFaultKind.ErrorBeforeCommit) { Times = 1 });

        Assert.Equal((500, "api_error"), (_lab.Post("/v1/products", "name=After", "after").Status, (string)_lab.Post("/v1/products", "name=Before", "before").Error["type"]!));
        Assert.Equal(500, _lab.Post("/v1/products", "name=After", "after").Status);
        Assert.Equal("true", _lab.Post("/v1/products", "name=Before", "before").Headers["Idempotent-Replayed"]);
        Assert.Equal("After", (string?)Assert.Single(_lab.Dashboard.Products)["name"]);
    }

    [Fact]
    public void Invalid_parameters_are_not_kept_but_a_refusal_by_the_endpoint_is()
    {
        var product = _lab.Product();
        _lab.Price(product, "currency=usd&unit_amount=1&lookup_key=gold");

        Assert.Equal(400, _lab.Post("/v1/products", "wat=1", "key-1").Status);
        Assert.Equal(200, _lab.Post("/v1/products", "name=Mug", "key-1").Status);
        Assert.Equal(400, _lab.Post("/v1/prices", $"product={product}&currency=usd&unit_amount=1&lookup_key=gold", "key-2").Status);
        _lab.Post($"/v1/prices/{_lab.Dashboard.Prices[0]["id"]}", "lookup_key=");
        Assert.Equal("true", _lab.Post("/v1/prices", $"product={product}&currency=usd&unit_amount=1&lookup_key=gold", "key-2").Headers["Idempotent-Replayed"]);
    }

    [Fact]
    public void Keys_live_a_day_of_world_time()
    {
        _lab.Post("/v1/products", "name=Mug", "key-1");
        _lab.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        _lab.Post("/v1/products", "name=Mug", "key-1");
        Assert.Single(_lab.Dashboard.Products);

        _lab.Clock.Advance(TimeSpan.FromSeconds(1));
        _lab.Post("/v1/products", "name=Mug", "key-1");
        Assert.Equal(2, _lab.Dashboard.Products.Length);
        _lab.World.PurgeIdempotencyKeys();
        _lab.Post("/v1/products", "name=Mug", "key-1");
        Assert.Equal(3, _lab.Dashboard.Products.Length);
    }

    [Fact]
    public void Modes_share_no_keys_and_reads_and_deletes_have_none()
    {
        var product = _lab.Post("/v1/products", "name=Mug", "key-1").Id;
        Assert.NotEqual(product, _lab.Post("/v1/products", "name=Mug", "key-1", "sk_live_lab").Id);
        Assert.Equal(200, _lab.Get("/v1/products", headers: ("idempotency-key", "key-1")).Status);
        Assert.Equal(200, _lab.Delete($"/v1/products/{product}", "key-1").Status);
        Assert.Equal(400, _lab.Post("/v1/products", "name=x", new string('k', 256)).Status);
    }
}
