namespace Tandem.Sandbox.Tests;

public sealed class StripeInvariantTests
{
    private readonly StripeLab _lab = new();

    [Fact]
    public void An_orderly_replacement_breaks_nothing()
    {
        var product = Ours("/v1/products", "name=Mug").Id;
        var old = Ours("/v1/prices", $"product={product}&currency=usd&unit_amount=1&metadata[sync_op]=a").Id;
        Ours($"/v1/products/{product}", $"default_price={old}");
        var next = Ours("/v1/prices", $"product={product}&currency=usd&unit_amount=2&metadata[sync_op]=b").Id;
        Ours($"/v1/products/{product}", $"default_price={next}");
        Ours($"/v1/prices/{old}", "active=false");

        Assert.Empty(_lab.World.Invariants.Violations);
    }

    [Fact]
    public void Losing_the_last_price_of_an_active_product_is_noted_unless_it_is_wished_for()
    {
        var product = _lab.Product();
        var price = _lab.Price(product);
        _lab.Post($"/v1/prices/{price}", "active=false");
        _lab.Post($"/v1/prices/{price}", "active=true");
        Assert.Empty(_lab.World.Invariants.Violations);

        Ours($"/v1/prices/{price}", "active=false");
        var violation = Assert.Single(_lab.World.Invariants.Violations);
        Assert.Equal(("lost its last active price", $"/v1/prices/{price}"), (violation.Rule, violation.Call.Path));

        _lab.World.Invariants.AllowsLosingTheLastPrice = true;
        Ours($"/v1/prices/{price}", "active=true");
        Ours($"/v1/prices/{price}", "active=false");
        Assert.Single(_lab.World.Invariants.Violations);
    }

    [Fact]
    public void An_archived_product_may_lose_its_prices()
    {
        var product = _lab.Product();
        var price = _lab.Price(product);
        Ours($"/v1/products/{product}", "active=false");
        Ours($"/v1/prices/{price}", "active=false");

        Assert.Empty(_lab.World.Invariants.Violations);
    }

    [Fact]
    public void Two_active_prices_of_one_operation_are_noted()
    {
        var product = _lab.Product();
        Ours("/v1/prices", $"product={product}&currency=usd&unit_amount=1&metadata[sync_op]=a");
        var twin = Ours("/v1/prices", $"product={product}&currency=usd&unit_amount=1&metadata[sync_op]=a").Id;

        var violation = Assert.Single(_lab.World.Invariants.Violations);
        Assert.Equal("two active prices of one operation", violation.Rule);
        Assert.Contains(twin, violation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_create_of_the_service_without_key_or_operation_is_noted()
    {
        var product = _lab.Product();
        _lab.Post("/v1/prices", $"product={product}&currency=usd&unit_amount=1", headers: ("user-agent", "Tandem/1"));

        Assert.Equal(["create without an idempotency key", "price without an operation id"], _lab.World.Invariants.Violations.Select(violation => violation.Rule));
    }

    [Theory]
    [InlineData("isk", 550, 1)]
    [InlineData("isk", 500, 0)]
    [InlineData("kwd", 1001, 1)]
    [InlineData("kwd", 1010, 0)]
    public void An_amount_that_payments_refuse_is_noted(string currency, int amount, int violations)
    {
        Ours("/v1/prices", $"product={_lab.Product()}&currency={currency}&unit_amount={amount}&metadata[sync_op]=a");

        Assert.Equal(violations, _lab.World.Invariants.Violations.Length);
    }

    [Fact]
    public void A_write_to_somebody_elses_object_is_noted()
    {
        var foreign = _lab.Product("name=x&metadata[owner]=them");
        _lab.World.Invariants.IsForeign = (_, before) => (string?)before["metadata"]!["owner"] == "them";
        var seen = new List<Violation>();
        _lab.World.Invariants.Violated += seen.Add;

        Ours($"/v1/products/{foreign}", "name=y");

        Assert.Equal("write to a foreign object", Assert.Single(_lab.World.Invariants.Violations).Rule);
        Assert.Equal(seen, _lab.World.Invariants.Violations);
    }

    private StripeLab.Answer Ours(string path, string form) =>
        _lab.Post(path, form, $"tandem-{_lab.World.Calls.Writes}", headers: ("user-agent", "Stripe/v1 .NetBindings Tandem/1.0"));
}
