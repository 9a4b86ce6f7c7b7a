using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Store.Tests;

public abstract partial class StoreContract
{
    private StudioRequest Request(string nonce, string document = "mug", string author = "gAnna") =>
        new() { Nonce = nonce, DocumentId = document, Action = StudioAction.SyncToStripe, Author = author, AskedAt = Now };

    private StudioAnswer Answer(string nonce, StudioOutcome outcome = StudioOutcome.Done) => new(nonce, StudioAction.SyncToStripe, outcome, "It was done.", Now, "gAnna");

    private Task Receive(StudioRequest request, string product = "mug") => Store.Studio.Receive(Shop, request, Due(Work(product)), null, default);

    private static DocumentStatus Status(string document, StatusState state = StatusState.InStep, string? message = null) =>
        new() { DocumentId = document, Kind = Kind.Product, State = state, Message = message };

    [Fact]
    public async Task A_request_is_taken_once_and_makes_its_product_due()
    {
        await Receive(Request("n1"));
        var lease = await MustClaim();
        Assert.Equal(Work("mug"), lease.Key);
        await Finish(lease);

        await Receive(Request("n1"));

        Assert.Null(await Claim());
        Assert.True(await Store.Studio.Recall(Shop, "n1", default));
        Assert.False(await Store.Studio.Recall(Other, "n1", default));
        Assert.Equal(["n1"], (await Store.Studio.Open(Key("mug"), default)).Select(request => request.Nonce));
    }

    [Fact]
    public async Task A_request_comes_back_as_it_was_and_the_oldest_comes_first()
    {
        var late = Request("a") with { AskedAt = Now.AddSeconds(1), Action = StudioAction.Resolve, Field = "name", Keep = Side.Stripe };
        await Receive(late);
        await Receive(Request("b"));
        await Receive(Request("c", "cup"), "cup");
        await Reopen();

        Assert.Equal([Request("b"), late], await Store.Studio.Open(Key("mug"), default));
        Assert.Equal([Request("b"), Request("c", "cup")], await Store.Studio.Overdue(Shop, Now.AddSeconds(1), default));
    }

    [Fact]
    public async Task An_answer_is_committed_with_the_pass_and_told_with_the_status()
    {
        await Receive(Request("n1"));
        var lease = await MustClaim();
        await Finish(lease, new Recording { Statuses = [Status("mug"), Status("mug-eur")], Answers = [Answer("n1")] });

        Assert.Empty(await Store.Studio.Open(Key("mug"), default));
        Assert.Equal(DueWork.Notices(Shop, Now).Key, (await MustClaim()).Key);
        var post = await Store.Studio.Untold(Shop, 10, default);
        Assert.Equal(["n1"], post.Answered);
        Assert.Equal([("mug", 1), ("mug-eur", 0)], post.Notices.Select(notice => (notice.Status.DocumentId, notice.Answers.Length)));
        Assert.Equal(Answer("n1"), post.Notices[0].Answers.Single());

        await Store.Studio.Told(Shop, post, default);
        Assert.True((await Store.Studio.Untold(Shop, 10, default)).IsEmpty);
    }

    [Fact]
    public async Task A_pass_that_lost_its_lease_answers_nothing()
    {
        await Receive(Request("n1"));
        var lease = await MustClaim();
        Clock.Advance(Length);

        Assert.Equal(CommitResult.LeaseLost, await Finish(lease, new Recording { Statuses = [Status("mug")], Answers = [Answer("n1")] }));

        Assert.Single(await Store.Studio.Open(Key("mug"), default));
        Assert.True((await Store.Studio.Untold(Shop, 10, default)).IsEmpty);
    }

    [Fact]
    public async Task A_request_that_is_answered_at_once_makes_no_product_due()
    {
        await Store.Studio.Receive(Shop, Request("n1", "nothing"), null, Answer("n1", StudioOutcome.Failed), default);

        Assert.Equal(DueWork.Notices(Shop, Now).Key, (await MustClaim()).Key);
        var notice = Assert.Single((await Store.Studio.Untold(Shop, 10, default)).Notices);
        Assert.Equal(("nothing", StatusState.Off, "It was done."), (notice.Status.DocumentId, notice.Status.State, notice.Status.Message));
    }

    [Fact]
    public async Task Only_news_is_told_and_what_comes_while_it_is_told_is_told_later()
    {
        await Record("mug", new Recording { Statuses = [Status("mug")] });
        await Finish(await MustClaim());
        var post = await Store.Studio.Untold(Shop, 10, default);
        await Record("mug", new Recording { Statuses = [Status("mug", StatusState.Error, "A name is missing.")] });
        await Store.Studio.Told(Shop, post, default);
        Assert.Equal(StatusState.Error, Assert.Single((await Store.Studio.Untold(Shop, 10, default)).Notices).Status.State);

        await Store.Studio.Told(Shop, await Store.Studio.Untold(Shop, 10, default), default);
        await Finish(await MustClaim());
        await Record("mug", new Recording { Statuses = [Status("mug", StatusState.Error, "A name is missing.")] });
        Assert.Null(await Claim());
        Assert.Equal([Status("mug", StatusState.Error, "A name is missing.") with { Fields = [], Lineage = [] }], (await Store.Studio.Statuses(Key("mug"), default)).Select(status => status with { Fields = [], Lineage = [] }));
    }

    [Fact]
    public async Task A_request_whose_document_is_there_again_is_told_again()
    {
        await Store.Studio.Receive(Shop, Request("n1"), null, Answer("n1"), default);
        await Store.Studio.Told(Shop, await Store.Studio.Untold(Shop, 10, default), default);
        await Finish(await MustClaim());

        Assert.True(await Store.Studio.Recall(Shop, "n1", default));

        Assert.Equal(DueWork.Notices(Shop, Now).Key, (await MustClaim()).Key);
        Assert.Equal(["n1"], (await Store.Studio.Untold(Shop, 10, default)).Answered);
    }

    [Fact]
    public async Task The_first_answer_counts_and_a_document_keeps_its_newest_ones()
    {
        for (var number = 0; number < 7; number++)
        {
            await Receive(Request($"n{number}"));
            await Store.Studio.Answer(Shop, Answer($"n{number}"), default);
        }

        await Store.Studio.Answer(Shop, Answer("n0", StudioOutcome.Expired), default);

        Assert.Equal(["n6", "n5", "n4", "n3", "n2"], Assert.Single((await Store.Studio.Untold(Shop, 10, default)).Notices).Answers.Select(answer => answer.Nonce));
    }

    [Fact]
    public async Task Requests_are_counted_by_author_and_time()
    {
        await Receive(Request("a"));
        await Receive(Request("b", author: "gBert"));
        Clock.Advance(TimeSpan.FromSeconds(30));
        await Receive(Request("c"));

        Assert.Equal(2, await Store.Studio.CountAsked(Shop, "gAnna", Now.AddMinutes(-1), Now, default));
        Assert.Equal(1, await Store.Studio.CountAsked(Shop, "gAnna", Now.AddSeconds(-30), Now, default));
        Assert.Equal(0, await Store.Studio.CountAsked(Other, "gAnna", Now.AddMinutes(-1), Now, default));
    }

    [Fact]
    public async Task Requests_that_are_done_with_are_forgotten_and_others_are_not()
    {
        await Store.Studio.Receive(Shop, Request("told"), null, Answer("told"), default);
        await Store.Studio.Told(Shop, await Store.Studio.Untold(Shop, 10, default), default);
        await Receive(Request("open"));

        await Store.Forget(Now.AddDays(1), 100, default);

        Assert.False(await Store.Studio.Recall(Shop, "told", default));
        Assert.True(await Store.Studio.Recall(Shop, "open", default));
    }

    [Fact]
    public async Task The_open_conflicts_of_one_product_are_listed()
    {
        await Record("mug", new Recording { OpenConflicts = [Clash("name"), Clash("description")] });
        await Record("cup", new Recording { OpenConflicts = [Clash("name")] });

        Assert.Equal([Clash("name"), Clash("description")], (await Store.Studio.Conflicts(Key("mug"), default)).Select(open => open.Conflict));
    }
}
