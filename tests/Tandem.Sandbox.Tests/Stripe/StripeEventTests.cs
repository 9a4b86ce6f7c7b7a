namespace Tandem.Sandbox.Tests;

public sealed class StripeEventTests
{
    private readonly StripeLab _lab = new();

    [Fact]
    public void A_write_leaves_an_event_with_its_request_and_its_key()
    {
        var answer = _lab.Post("/v1/products", "name=Mug", "tandem-1");

        var value = Assert.Single(_lab.Events);
        Assert.Equal(["id", "object", "api_version", "created", "data", "livemode", "pending_webhooks", "request", "type"], value.Select(field => field.Key));
        Assert.Equal("2026-10-28.endive", (string?)value["api_version"]);
        Assert.Equal((answer.Headers["Request-Id"], "tandem-1"), ((string)value["request"]!["id"]!, (string)value["request"]!["idempotency_key"]!));
        Assert.Equal(answer.Body.ToJsonString(), value["data"]!["object"]!.ToJsonString());
        Assert.False(value["data"]!.AsObject().ContainsKey("previous_attributes"));
    }

    [Fact]
    public void Previous_attributes_hold_old_values_of_what_changed_and_metadata_by_key()
    {
        var product = _lab.Product("name=Mug&metadata[keep]=1&metadata[change]=old&metadata[drop]=x");
        var updated = (long)_lab.Get($"/v1/products/{product}")["updated"]!;

        _lab.Clock.Advance(TimeSpan.FromSeconds(5));
        _lab.Post($"/v1/products/{product}", "description=d&images[]=https://a.test/1&metadata[change]=new&metadata[drop]=&metadata[a]=1");

        Assert.Equal(
            $$$"""{"description":null,"images":[],"metadata":{"change":"old","drop":"x","a":null},"updated":{{{updated}}}}""",
            _lab.Events[^1]["data"]!["previous_attributes"]!.ToJsonString());
    }

    [Fact]
    public void Within_the_same_second_updated_is_not_among_the_changes()
    {
        var product = _lab.Product();
        _lab.Clock.Advance(TimeSpan.FromSeconds(5));
        _lab.Post($"/v1/products/{product}", "name=Cup");
        _lab.Post($"/v1/products/{product}", "name=Jar");
        _lab.Post($"/v1/products/{product}", "name=Jar");

        Assert.Equal("""{"name":"Cup"}""", _lab.Events[^2]["data"]!["previous_attributes"]!.ToJsonString());
        Assert.Equal("{}", _lab.Events[^1]["data"]!["previous_attributes"]!.ToJsonString());
    }

    [Fact]
    public void Events_never_carry_tiers_or_currency_options()
    {
        var price = _lab.Price(_lab.Product(), "currency=usd&unit_amount=1&currency_options[eur][unit_amount]=1");
        _lab.Post($"/v1/prices/{price}", "currency_options[eur][unit_amount]=2");

        Assert.DoesNotContain("currency_options", string.Concat(_lab.Events.Select(value => value.ToJsonString())), StringComparison.Ordinal);
        Assert.Equal("{}", _lab.Events[^1]["data"]!["previous_attributes"]!.ToJsonString());
    }

    [Fact]
    public void A_person_leaves_a_request_id_but_no_key()
    {
        var product = (string)_lab.Dashboard.CreateProduct(("name", "Mug"))["id"]!;
        var price = (string)_lab.Dashboard.CreatePrice(("product", product), ("currency", "usd"), ("unit_amount", "5"))["id"]!;
        _lab.Dashboard.EditProduct(product, ("default_price", price));

        Assert.Equal([$"product.created {product}", $"price.created {price}", $"product.updated {product}"], _lab.Story);
        Assert.All(_lab.Events, value => Assert.StartsWith("req_", (string)value["request"]!["id"]!, StringComparison.Ordinal));
        Assert.All(_lab.Events, value => Assert.Null(value["request"]!["idempotency_key"]));
        Assert.Equal("This price cannot be archived because it is the default price of its product.", Assert.Throws<InvalidOperationException>(() => _lab.Dashboard.ArchivePrice(price)).Message);
    }

    [Fact]
    public void A_person_can_delete_what_the_api_cannot()
    {
        var product = _lab.Product();
        var (first, second) = (_lab.Price(product), _lab.Price(product, "currency=usd&unit_amount=1&lookup_key=k"));

        _lab.Dashboard.DeletePrice(first);
        _lab.Dashboard.DeleteProduct(product);

        Assert.Equal([$"price.deleted {first}", $"price.deleted {second}", $"product.deleted {product}"], _lab.Story.TakeLast(3));
        Assert.Equal(999, (int)_lab.Events[^3]["data"]!["object"]!["unit_amount"]!);
        Assert.Equal(404, _lab.Get($"/v1/prices/{first}").Status);
        Assert.Equal(200, _lab.Post("/v1/prices", $"product={_lab.Product()}&currency=usd&unit_amount=1&lookup_key=k").Status);

        var stubs = new StripeLab(new StripeOptions { DeletedPricesLeaveStubs = true });
        var gone = stubs.Price(stubs.Product());
        stubs.Dashboard.DeletePrice(gone);
        Assert.True((bool)stubs.Get($"/v1/prices/{gone}")["deleted"]!);
    }

    [Fact]
    public void Events_are_listed_by_type_time_and_cursor()
    {
        var product = _lab.Product();
        var price = _lab.Price(product);
        _lab.Clock.Advance(TimeSpan.FromSeconds(9));
        _lab.Post($"/v1/products/{product}", "name=Cup");
        var ids = _lab.Events.Select(value => (string)value["id"]!).ToList();

        Assert.Equal([ids[2], ids[1], ids[0]], _lab.Get("/v1/events").Ids);
        Assert.Equal([ids[1]], _lab.Get("/v1/events?type=price.created").Ids);
        Assert.Equal([ids[2], ids[0]], _lab.Get("/v1/events?type=product.*").Ids);
        Assert.Equal([ids[2], ids[1]], _lab.Get("/v1/events?types[]=product.updated&types[]=price.created").Ids);
        Assert.Equal([ids[2], ids[1]], _lab.Get($"/v1/events?ending_before={ids[0]}&limit=2").Ids);
        Assert.Equal([ids[2]], _lab.Get($"/v1/events?created[gt]={StripeLab.Start.ToUnixTimeSeconds()}").Ids);
        Assert.Equal(ids[1], _lab.Get($"/v1/events/{ids[1]}").Id);
        Assert.Equal(price, (string?)_lab.Get($"/v1/events/{ids[1]}")["data"]!["object"]!["id"]);
        Assert.Equal(400, _lab.Get("/v1/events?type=a.b&types[]=c.d").Status);
        Assert.Equal(400, _lab.Get("/v1/events?" + string.Join('&', Enumerable.Range(0, 21).Select(index => $"types[]=a.b{index}"))).Status);
    }

    [Fact]
    public void Events_are_forgotten_after_thirty_days_also_as_cursors()
    {
        _lab.Product();
        var old = (string)_lab.Events[0]["id"]!;
        _lab.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal([old], _lab.Get("/v1/events").Ids);

        _lab.Clock.Advance(TimeSpan.FromSeconds(1));
        _lab.Product();

        Assert.Single(_lab.Get("/v1/events").Ids);
        Assert.Equal(404, _lab.Get($"/v1/events/{old}").Status);
        var cursor = _lab.Get($"/v1/events?ending_before={old}");
        Assert.Equal((400, "resource_missing", "ending_before"), (cursor.Status, (string)cursor.Error["code"]!, (string)cursor.Error["param"]!));
    }
}
