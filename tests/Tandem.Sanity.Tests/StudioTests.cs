using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;
using static Tandem.Sanity.Tests.Given;

namespace Tandem.Sanity.Tests;

public sealed class StudioTests
{
    private const string Nonce = "3f0c4d59-31c1-4d3c-9b2f-0123456789ab";

    private static string Request(string extra = "", string nonce = Nonce, string document = "mug") =>
        $$"""{"_id":"stripeSync.request.{{nonce}}","_type":"stripeSync.request","nonce":"{{nonce}}","documentId":"{{document}}","action":"syncToStripe"{{extra}}}""";

    private static StudioPost Notice(DocumentStatus status, params StudioAnswer[] answers) => new() { Notices = [new StatusNotice(status, [.. answers], 1)] };

    [Fact]
    public async Task The_author_and_the_moment_come_from_the_history_and_not_from_the_document()
    {
        using var standIn = new StandIn();
        standIn.Has(Request(""","requestedAt":"2099-01-01T00:00:00Z","requestedBy":"gBoss","_createdAt":"2099-01-01T00:00:00Z","action2":1"""));
        var at = standIn.Clock.GetUtcNow();
        standIn.Clock.Advance(TimeSpan.FromSeconds(5));

        var request = Assert.Single((await standIn.Catalog.Studio(isLive: false).Collect(null, Now)).Value().Requests);

        Assert.Equal((Nonce, "mug", StudioAction.SyncToStripe, "gPerson", at), (request.Nonce, request.DocumentId, request.Action, request.Author, request.AskedAt));
    }

    [Fact]
    public async Task Who_changed_a_request_last_is_its_author()
    {
        using var standIn = new StandIn();
        standIn.Has(Request());
        standIn.Clock.Advance(TimeSpan.FromMinutes(9));
        standIn.Has(Request(",\"field\":\"name\",\"keep\":\"stripe\"").Replace("syncToStripe", "resolve", StringComparison.Ordinal));

        var request = Assert.Single((await standIn.Catalog.Studio(isLive: false).Collect(null, Now)).Value().Requests);

        Assert.Equal((StudioAction.Resolve, "name", Side.Stripe, standIn.Clock.GetUtcNow()), (request.Action, request.Field, request.Keep, request.AskedAt));
    }

    [Theory]
    [InlineData("""{"_id":"stripeSync.request.x","_type":"stripeSync.request","documentId":"mug","action":"syncToStripe"}""")]
    [InlineData("""{"_id":"stripeSync.request.3f0c4d59-31c1-4d3c-9b2f-0123456789ab","_type":"stripeSync.request","documentId":"drafts.mug","action":"syncToStripe"}""")]
    [InlineData("""{"_id":"stripeSync.request.3f0c4d59-31c1-4d3c-9b2f-0123456789ab","_type":"stripeSync.request","documentId":"a..b","action":"syncToStripe"}""")]
    [InlineData("""{"_id":"stripeSync.request.3f0c4d59-31c1-4d3c-9b2f-0123456789ab","_type":"stripeSync.request","documentId":{"id":"mug"},"action":"syncToStripe"}""")]
    [InlineData("""{"_id":"stripeSync.request.3F0C4D59-31C1-4D3C-9B2F-0123456789AB","_type":"stripeSync.request","documentId":"mug","action":"syncToStripe"}""")]
    public async Task What_cannot_be_answered_is_a_stray(string document)
    {
        using var standIn = new StandIn();
        standIn.Has(document);

        var mail = (await standIn.Catalog.Studio(isLive: false).Collect(null, Now)).Value();

        Assert.Empty(mail.Requests);
        Assert.Single(mail.Strays);
    }

    [Fact]
    public async Task Requests_that_nobody_told_us_of_are_read_page_by_page()
    {
        using var standIn = new StandIn();
        var nonces = Enumerable.Range(0, 130).Select(number => $"{number:x8}-31c1-4d3c-9b2f-0123456789ab").ToList();
        standIn.Has([.. nonces.Select(nonce => Request(nonce: nonce))]);
        var studio = standIn.Catalog.Studio(isLive: false);

        var first = (await studio.Collect(null, Now)).Value();
        var second = (await studio.Collect(first.Next, Now)).Value();

        Assert.Null(second.Next);
        Assert.Equal(nonces, first.Requests.Concat(second.Requests).Select(request => request.Nonce));
    }

    [Fact]
    public async Task A_request_whose_author_is_not_known_yet_waits_and_one_that_never_will_be_has_none()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        var row = """{"result":[{"_id":"stripeSync.request.3f0c4d59-31c1-4d3c-9b2f-0123456789ab","_rev":"r2","_updatedAt":"2026-11-23T11:59:58Z","documentId":"mug","action":"syncToStripe"}]}""";
        var history = """{"id":"r1","timestamp":"2026-11-23T11:00:00Z","author":"gSomebody"}""";
        using var lake = new ScriptedLake().Answers(row).Answers(history).Answers(row).Answers(history);
        using var catalog = lake.Catalog(clock);

        var early = (await catalog.Studio(isLive: false).Collect(null, Now)).Value();
        Assert.Empty(early.Requests);
        Assert.True(early.IsIncomplete);

        clock.Advance(TimeSpan.FromMinutes(3));
        var late = (await catalog.Studio(isLive: false).Collect(null, Now)).Value();
        Assert.Null(Assert.Single(late.Requests).Author);
        Assert.False(late.IsIncomplete);
    }

    [Fact]
    public async Task A_status_is_written_as_the_plugin_reads_it_and_the_answered_request_goes_with_it()
    {
        using var standIn = new StandIn();
        standIn.Has(Request(document: "mug-eur"));
        var at = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        var status = new DocumentStatus
        {
            DocumentId = "mug-eur", Kind = Kind.Price, State = StatusState.Held, StripeId = "price_2", SyncedAt = at, Message = "Held.",
            Fields = [new FieldStatus { Field = FieldNames.UnitAmount, State = FieldCondition.Held, Sanity = "1200.00 EUR", Stripe = "12.00 EUR", Agreed = null, Why = "Much more.", At = at }],
            Lineage = [new FormerPrice("price_2", "12.00 EUR", IsActive: true, at, null)],
        };
        var answer = new StudioAnswer(Nonce, StudioAction.SyncToStripe, StudioOutcome.NothingToDo, "Nothing.", at, "gPerson");
        var studio = standIn.Catalog.Studio(isLive: true);

        (await studio.Post(Notice(status, answer) with { Answered = [Nonce] }, Derived.Uuid("a"), Now)).Value();

        var written = standIn.World.Document("stripeSync.status.mug-eur")!;
        foreach (var name in new[] { "_rev", "_createdAt", "_updatedAt" })
        {
            written.Remove(name);
        }

        SameJson(
            """
            {"_id":"stripeSync.status.mug-eur","_type":"stripeSync.status","answers":[{"_key":"3f0c4d59-31c1-4d3c-9b2f-0123456789ab","action":"syncToStripe","at":"2026-11-23T12:00:00Z","by":"gPerson","message":"Nothing.","nonce":"3f0c4d59-31c1-4d3c-9b2f-0123456789ab","outcome":"nothingToDo"}],
            "documentId":"mug-eur","documentType":"price",
            "fields":[{"_key":"unit_amount","at":"2026-11-23T12:00:00Z","field":"unit_amount","path":"unit_amount","sanity":"1200.00 EUR","state":"held","stripe":"12.00 EUR","why":"Much more."}],
            "lineage":[{"_key":"price_2","active":true,"amount":"12.00 EUR","from":"2026-11-23T12:00:00Z","priceId":"price_2"}],
            "livemode":true,"message":"Held.","state":"held","stripeId":"price_2","syncedAt":"2026-11-23T12:00:00Z"}
            """,
            Sorted(written).ToJsonString());
        Assert.False((await studio.Look(Nonce, Now)).Value().IsThere);

        // A repetition with another token is as good.
        (await studio.Post(Notice(status, answer) with { Answered = [Nonce] }, Derived.Uuid("b"), Now)).Value();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_on_the_wire_for_minutes_does_not_show_what_has_been_told_otherwise_since(bool isShown)
    {
        using var standIn = new StandIn();
        var studio = standIn.Catalog.Studio(isLive: false);
        DocumentStatus Mug(StatusState state) => new() { DocumentId = "mug", Kind = Kind.Product, State = state };
        if (isShown)
        {
            (await studio.Post(Notice(Mug(StatusState.Off)), Derived.Uuid("before"), Now)).Value();
        }

        SandboxRequest? late = null;
        standIn.World.Faults.OnCall = (call, moment) =>
        {
            if (call.Method == "POST" && moment == CallMoment.BeforeExecute && late is null)
            {
                late = call;
                standIn.World.Faults.Add(new CallFault(CallFaultKind.CutBeforeCommit) { Times = 1 });
            }
        };
        (await studio.Post(Notice(Mug(StatusState.Pending)), Derived.Uuid("late"), Now)).Fault.Fault<CatalogFault.Unknown>();
        (await studio.Post(Notice(Mug(StatusState.InStep)), Derived.Uuid("newer"), Now)).Value();

        Assert.Equal(409, standIn.World.Handle(late!).Status);
        Assert.Equal("inStep", (string?)standIn.World.Document("stripeSync.status.mug")!["state"]);
    }

    [Fact]
    public async Task A_service_that_lost_its_database_and_repeats_its_tokens_is_heard_all_the_same()
    {
        using var standIn = new StandIn();
        var studio = standIn.Catalog.Studio(isLive: false);
        foreach (var state in new[] { StatusState.Pending, StatusState.InStep, StatusState.Pending })
        {
            (await studio.Post(Notice(new DocumentStatus { DocumentId = "mug", Kind = Kind.Product, State = state }), Derived.Uuid("first"), Now)).Value();
        }

        Assert.Equal("pending", (string?)standIn.World.Document("stripeSync.status.mug")!["state"]);
    }

    [Fact]
    public async Task The_id_of_a_status_never_grows_too_long()
    {
        using var standIn = new StandIn();
        var longest = new string('m', 128);
        var shorter = new string('m', 110);
        foreach (var id in new[] { longest, shorter })
        {
            (await standIn.Catalog.Studio(isLive: false).Post(Notice(new DocumentStatus { DocumentId = id, State = StatusState.Off }), Derived.Uuid(id), Now)).Value();
        }

        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(longest)))[..40];
        Assert.Equal(longest, (string?)standIn.World.Document($"stripeSync.status.sha256-{hash}")!["documentId"]);
        Assert.Equal(shorter, (string?)standIn.World.Document($"stripeSync.status.{shorter}")!["documentId"]);
    }

    [Fact]
    public async Task Our_own_documents_are_no_products_whatever_their_type()
    {
        using var standIn = new StandIn();
        standIn.Has("""{"_id":"stripeSync.status.x","_type":"product","name":"Fake"}""", """{"_id":"mug","_type":"product","name":"Mug"}""");

        Assert.Equal(["mug"], (await standIn.Catalog.List(null, Now)).Value().Products.Select(product => product.Id));
        Assert.IsType<CatalogFault.Gone>((await standIn.Catalog.Locate(new ObjectId(Side.Sanity, Kind.Product, "stripeSync.status.x"), Now)).Fault);
        var body = Encoding.UTF8.GetBytes("""{"op":"delete","id":"stripeSync.request.x"}""");
        var delivery = SanityDelivery.Read(new SanitySource("default", "standin1", "production", SanitySchema.Default), name => name == "idempotency-key" ? "k" : null, body, DateTimeOffset.UnixEpoch);
        Assert.Null(delivery.Value().Subject);
    }

    [Fact]
    public async Task It_listens_for_requests()
    {
        using var lake = new ScriptedLake().Events("event: welcome\ndata: {\"listenerName\":\"x\"}\n\n");
        using var catalog = lake.Catalog();

        Assert.Null(await catalog.Studio(isLive: false).Listen(_ => Task.CompletedTask, Now));

        Assert.Contains("query=*[_type == \"stripeSync.request\"]", Uri.UnescapeDataString(Assert.Single(lake.Asked).Address.Query));
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Sorted(value) : null))),
        JsonArray items => new JsonArray([.. items.Select(item => Sorted(item!))]),
        _ => node.DeepClone(),
    };
}
