using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>Edits and failures that fall between two lines of a pass.</summary>
public sealed class RaceTests
{
    private static async Task<Shop> Mug()
    {
        var shop = await new Shop().Open();
        shop.PublishMug();
        await shop.Pass(TimeSpan.FromSeconds(4));
        return shop;
    }

    private static void Once(Faults faults, CallMoment when, Func<SandboxRequest, bool> which, Action act)
    {
        var done = false;
        faults.OnCall = (request, moment) =>
        {
            if (!done && moment == when && which(request))
            {
                done = true;
                act();
            }
        };
    }

    private static bool IsMutation(SandboxRequest request) => request.Path.Contains("/data/mutate/", StringComparison.Ordinal);

    [Fact]
    [Trait("G", "4")]
    public async Task An_edit_in_Sanity_between_our_read_and_our_write_is_not_overwritten()
    {
        await using var shop = await Mug();
        Once(shop.Sanity.Faults, CallMoment.BeforeExecute, IsMutation, () => shop.Editor.SetAndPublish("mug", "description", "In between"));

        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "From Stripe"));
        await shop.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal("From Stripe", (string?)shop.Document("mug")!["name"]);
        Assert.Equal("In between", (string?)shop.Document("mug")!["description"]);
        Assert.Equal("In between", (string?)shop.Product("From Stripe")["description"]);
    }

    [Fact]
    [Trait("G", "4")]
    public async Task A_draft_forked_between_our_read_and_our_write_follows()
    {
        await using var shop = await Mug();
        Once(shop.Sanity.Faults, CallMoment.BeforeExecute, IsMutation, () => shop.Editor.Set("mug", "description", "Typing"));

        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("name", "From Stripe"));
        await shop.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal("From Stripe", (string?)shop.Document("drafts.mug")!["name"]);
        Assert.Equal("Typing", (string?)shop.Document("drafts.mug")!["description"]);
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal("From Stripe", (string?)shop.Document("mug")!["name"]);
        Assert.Equal("Typing", (string?)shop.Product("From Stripe")["description"]);
    }

    [Fact]
    [Trait("G", "21")]
    public async Task A_worker_that_wakes_after_its_lease_was_taken_records_nothing_and_its_late_write_is_undone()
    {
        await using var shop = await Mug();
        var id = (string)shop.Product("Mug")["id"]!;
        shop.Editor.SetAndPublish("mug", "name", "First");
        var held = shop.HoldNext(request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.StartsWith("/v1/products/", StringComparison.Ordinal));
        await shop.Deliver();
        var slow = shop.WorkUntil(held.Reached);
        await slow;

        // The worker hangs in its send; its lease expires, another one takes over with a newer edit.
        shop.Time.Advance(shop.Options.Lease + TimeSpan.FromSeconds(5));
        shop.Editor.SetAndPublish("mug", "name", "Second");
        await shop.Pass(TimeSpan.FromSeconds(4));
        Assert.Equal("Second", (string?)shop.Dashboard.Product(id)!["name"]);

        await held.LetGo();
        await shop.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal("Second", (string?)shop.Dashboard.Product(id)!["name"]);
        Assert.Equal("Second", (string?)shop.Document("mug")!["name"]);
    }

    [Theory]
    [InlineData(CallFaultKind.ErrorAfterCommit)]
    [InlineData(CallFaultKind.CutAfterCommit)]
    [Trait("G", "4")]
    public async Task Who_takes_back_what_we_wrote_is_heard_although_we_never_learned_that_it_was_written(CallFaultKind kind)
    {
        await using var shop = await Mug();
        var before = (string)shop.Document("mug")!["description"]!;
        shop.Sanity.Faults.Add(new CallFault(kind) { Method = "POST", PathPrefix = "/v2025-02-19/data/mutate", Times = 1 });
        shop.Dashboard.EditProduct((string)shop.Product("Mug")["id"]!, ("description", "From Stripe"));
        await shop.Settle();
        Assert.Equal("From Stripe", (string?)shop.Document("mug")!["description"]);

        shop.Editor.SetAndPublish("mug", "description", before);
        await shop.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(before, (string?)shop.Document("mug")!["description"]);
        Assert.Equal(before, (string?)shop.Product("Mug")["description"]);
    }

    [Fact]
    [Trait("G", "9")]
    public async Task A_deleted_price_document_whose_webhook_tells_no_type_archives_its_price()
    {
        await using var shop = await Mug();
        shop.Editor.Edit("mug", Shop.Json("""{"unset":["default_price"]}"""));
        shop.Editor.Publish("mug");
        await shop.Pass(TimeSpan.FromSeconds(4));

        shop.Editor.Delete("mug-eur");
        await shop.Settle();

        Assert.False((bool)shop.Dashboard.Prices.Single()["active"]!);
        Assert.True((bool)shop.Product("Mug")["active"]!);
    }
}
