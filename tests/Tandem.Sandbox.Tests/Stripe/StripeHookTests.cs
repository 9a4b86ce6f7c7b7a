using System.Text.Json.Nodes;

namespace Tandem.Sandbox.Tests;

public sealed class StripeHookTests
{
    private static readonly Uri Url = new("http://127.0.0.1:1/hook");
    private readonly StripeLab _lab = new();

    [Fact]
    public void An_endpoint_is_made_listed_edited_and_deleted_and_shows_its_secret_once()
    {
        var made = _lab.Post("/v1/webhook_endpoints", "url=https://a.test/h&enabled_events[]=price.updated&api_version=2026-08-26.dahlia&description=d&metadata[a]=b");

        Assert.StartsWith("whsec_", (string)made["secret"]!, StringComparison.Ordinal);
        Assert.Equal(["id", "object", "api_version", "application", "created", "description", "enabled_events", "livemode", "metadata", "secret", "status", "url"], made.Body.Select(field => field.Key));
        Assert.False(_lab.Get($"/v1/webhook_endpoints/{made.Id}").Body.ContainsKey("secret"));
        Assert.Equal([made.Id], _lab.Get("/v1/webhook_endpoints").Ids);
        var edited = _lab.Post($"/v1/webhook_endpoints/{made.Id}", "disabled=true&enabled_events[]=*&url=https://b.test/h");
        Assert.Equal(("disabled", "https://b.test/h", "*"), ((string)edited["status"]!, (string)edited["url"]!, (string)edited["enabled_events"]![0]!));
        Assert.Equal("parameter_unknown", (string?)_lab.Post($"/v1/webhook_endpoints/{made.Id}", "api_version=2026-10-28.endive").Error["code"]);
        _lab.Delete($"/v1/webhook_endpoints/{made.Id}");
        Assert.Equal(404, _lab.Get($"/v1/webhook_endpoints/{made.Id}").Status);
        Assert.Empty(_lab.Events);
    }

    [Theory]
    [InlineData("enabled_events[]=*", "url")]
    [InlineData("url=https://a.test", "enabled_events")]
    [InlineData("url=nope&enabled_events[]=*", "url")]
    [InlineData("url=https://a.test&enabled_events[]=nope", "enabled_events")]
    [InlineData("url=https://a.test&enabled_events[]=*&api_version=1999-01-01", "api_version")]
    public void A_bad_endpoint_is_refused(string form, string param) =>
        Assert.Equal(param, (string?)_lab.Post("/v1/webhook_endpoints", form).Error["param"]);

    [Fact]
    public void Live_mode_wants_https_and_nobody_gets_more_than_16_endpoints()
    {
        Assert.Equal(400, _lab.Post("/v1/webhook_endpoints", "url=http://a.test&enabled_events[]=*", apiKey: "sk_live_lab").Status);
        Assert.All(Enumerable.Range(0, 16), _ => _lab.Dashboard.AddEndpoint(Url));
        Assert.Throws<InvalidOperationException>(() => _lab.Dashboard.AddEndpoint(Url));
    }

    [Fact]
    public void A_delivery_goes_to_every_enabled_endpoint_that_asks_for_its_type()
    {
        _lab.Dashboard.AddEndpoint(new Uri("http://a.test/"));
        _lab.Dashboard.AddEndpoint(new Uri("http://b.test/"), "price.created");
        _lab.Dashboard.AddEndpoint(new Uri("http://c.test/"), "*");
        _lab.Dashboard.EditEndpoint((string)_lab.Dashboard.AddEndpoint(new Uri("http://d.test/"))["id"]!, ("disabled", "true"));

        _lab.Product();

        Assert.Equal(["http://a.test/", "http://c.test/"], _lab.World.Outbox.Waiting.Select(delivery => delivery.Url.AbsoluteUri).Order());
        var body = Body(_lab.World.Outbox.Waiting[0]);
        Assert.Equal(2, (int)body["pending_webhooks"]!);
        Assert.Equal(2, (int)_lab.Get("/v1/events")["data"]![0]!["pending_webhooks"]!);
        Finish(200);
        Assert.Equal(1, (int)_lab.Get("/v1/events")["data"]![0]!["pending_webhooks"]!);
        Finish(204);
        Assert.Equal(0, (int)_lab.Get($"/v1/events/{body["id"]}")["pending_webhooks"]!);
    }

    [Fact]
    public void The_body_is_the_event_pretty_printed_in_the_version_of_the_endpoint()
    {
        _lab.Post("/v1/webhook_endpoints", "url=http://a.test&enabled_events[]=*&api_version=2026-08-26.dahlia");
        _lab.Post("/v1/products", "name=Gr%C3%B6%C3%9Fe", "tandem-1");

        var delivery = Assert.Single(_lab.World.Outbox.Waiting);
        var text = System.Text.Encoding.UTF8.GetString(delivery.Body.Span);
        Assert.StartsWith("{\n  \"id\": \"evt_", text, StringComparison.Ordinal);
        Assert.Contains("\"name\": \"Größe\"", text, StringComparison.Ordinal);
        Assert.False(text.EndsWith('\n'));
        Assert.Equal(("2026-08-26.dahlia", "tandem-1", delivery.Id), ((string)Body(delivery)["api_version"]!, (string)Body(delivery)["request"]!["idempotency_key"]!, (string)Body(delivery)["id"]!));
        Assert.Equal("2026-10-28.endive", (string?)_lab.Events[0]["api_version"]);
        Assert.StartsWith("product.created prod_", delivery.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_attempt_is_signed_anew_and_by_both_secrets_during_a_roll()
    {
        var endpoint = _lab.Dashboard.AddEndpoint(Url);
        var (id, old) = ((string)endpoint["id"]!, (string)endpoint["secret"]!);
        _lab.Product();
        var delivery = Assert.Single(_lab.World.Outbox.Waiting);

        Assert.Equal(Expected(delivery, old), delivery.Headers()["Stripe-Signature"]);
        _lab.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = _lab.Dashboard.RollSecret(id, TimeSpan.FromHours(1));
        Assert.Equal(Expected(delivery, next, old), delivery.Headers()["Stripe-Signature"]);
        _lab.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Expected(delivery, next), delivery.Headers()["Stripe-Signature"]);
        _lab.Dashboard.UseSecret(id, "whsec_known");
        Assert.Equal(Expected(delivery, "whsec_known"), delivery.Headers()["Stripe-Signature"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(503)]
    public void Anything_but_2xx_is_tried_again_three_times_in_test_mode(int status)
    {
        _lab.Dashboard.AddEndpoint(Url);
        _lab.Product();
        var delivery = Assert.Single(_lab.World.Outbox.Waiting);

        Assert.Equal([TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(3), null], Enumerable.Range(0, 4).Select(_ => delivery.Ended(status)));
        Assert.Single(_lab.Get("/v1/events?delivery_success=false").Ids);
        Assert.Empty(_lab.Get("/v1/events?delivery_success=true").Ids);
    }

    [Fact]
    public void Live_mode_tries_for_three_days()
    {
        var live = _lab.World.DashboardOf(livemode: true);
        live.AddEndpoint(new Uri("https://a.test/"));
        live.CreateProduct(("name", "x"));
        var delivery = Assert.Single(_lab.World.Outbox.Waiting);

        var total = TimeSpan.Zero;
        while (delivery.Ended(500) is { } wait)
        {
            total += wait;
        }

        Assert.InRange(total.TotalDays, 2.8, 3);
        Assert.DoesNotContain("v0=", delivery.Headers()["Stripe-Signature"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_disabled_endpoint_pauses_its_retries_and_a_deleted_one_ends_them()
    {
        var id = (string)_lab.Dashboard.AddEndpoint(Url)["id"]!;
        _lab.Product();
        Retry();
        _lab.Dashboard.EditEndpoint(id, ("disabled", "true"));
        Assert.Empty(_lab.World.Outbox.Waiting);
        _lab.Product();
        _lab.Dashboard.EditEndpoint(id, ("disabled", "false"));
        Assert.Single(_lab.World.Outbox.Waiting);

        _lab.Dashboard.EditEndpoint(id, ("disabled", "true"));
        _lab.Clock.Advance(TimeSpan.FromHours(1));
        _lab.Dashboard.EditEndpoint(id, ("disabled", "false"));
        Assert.Empty(_lab.World.Outbox.Waiting);

        _lab.Product();
        _lab.Dashboard.DeleteEndpoint(id);
        Assert.Empty(_lab.World.Outbox.Waiting);
    }

    [Fact]
    public void A_resend_is_one_more_delivery_which_does_not_stop_the_retries()
    {
        _lab.Dashboard.AddEndpoint(Url);
        _lab.Product();
        var automatic = Assert.Single(_lab.World.Outbox.Waiting);
        Retry();
        _lab.Dashboard.Resend(automatic.Id);
        var manual = _lab.World.Outbox.Waiting.Single(delivery => delivery != automatic);

        Assert.Equal(automatic.Id, manual.Id);
        Assert.Null(manual.Ended(500));
        Assert.Contains(automatic, _lab.World.Outbox.Waiting);
        _lab.Clock.Advance(TimeSpan.FromDays(16));
        Assert.Throws<InvalidOperationException>(() => _lab.Dashboard.Resend(automatic.Id));
    }

    [Fact]
    public void A_twin_is_a_second_event_of_the_same_change()
    {
        _lab.Dashboard.AddEndpoint(Url);
        _lab.World.Faults.Add(new DeliveryFault(DeliveryFaultKind.Twin) { Times = 1 });
        var product = _lab.Product();

        Assert.Equal([$"product.created {product}", $"product.created {product}"], _lab.Story);
        Assert.Equal(2, _lab.World.Outbox.Waiting.Select(delivery => delivery.Id).Distinct().Count());
    }

    [Fact]
    public void A_dropped_delivery_counts_as_delivered()
    {
        _lab.Dashboard.AddEndpoint(Url);
        _lab.World.Faults.Add(new DeliveryFault(DeliveryFaultKind.Drop) { SummaryPrefix = "product.", Times = 1 });
        _lab.Product();

        Assert.Empty(_lab.World.Outbox.Waiting);
        Assert.Empty(_lab.Get("/v1/events?delivery_success=false").Ids);
        Assert.Single(_lab.Get("/v1/events").Ids);
    }

    private static JsonObject Body(PendingDelivery delivery) => JsonNode.Parse(delivery.Body.Span)!.AsObject();

    private string Expected(PendingDelivery delivery, params string[] secrets) =>
        StripeSigner.Header(secrets, delivery.Body.Span, _lab.Clock.GetUtcNow(), withTestScheme: true);

    private void Finish(int status)
    {
        var delivery = _lab.World.Outbox.Waiting[0];
        Assert.True(_lab.World.Outbox.Take(delivery));
        Assert.Null(delivery.Ended(status));
    }

    private void Retry()
    {
        var delivery = _lab.World.Outbox.Waiting[0];
        Assert.True(_lab.World.Outbox.Take(delivery));
        delivery.Due = _lab.Clock.GetUtcNow() + delivery.Ended(500)!.Value;
        _lab.World.Outbox.Add(delivery);
    }
}
