using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;

namespace Tandem.Cards;

/// <summary>How the service lives: it works, time passes, it dies, somebody asks it for something.</summary>
internal static class TandemSentences
{
    /// <summary>Dies at each of its calls in turn: the card is played anew for every one.</summary>
    public const string DiesAnywhere = "Tandem dies at any of its calls";

    // Long enough for the flag to be cleared, too short for any sweep.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(4);

    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Event, "Tandem starts", (stage, _) => stage.Open()),
        new(Role.Event, "Tandem syncs", (stage, _) => stage.Work(shop => shop.Pass(Moment))),
        new(Role.Event, "Tandem syncs at once", (stage, _) => stage.Work(shop => shop.Settle())),
        new(Role.Event, "{time} [go|goes] by", (stage, words) => stage.Work(shop => shop.Pass(words.Time()))),
        new(Role.Event, "{time} [go|goes] by without Tandem", (stage, words) => stage.Shop.Time.Advance(words.Time())),
        new(Role.Event, "Tandem restarts", (stage, _) => stage.Shop.Crash()),
        new(Role.Event, "Tandem restarts, and tandem.json says {json}", (stage, words) =>
        {
            (stage.Policy, stage.Schema) = MappingFile.Read(words["json"]);
            return stage.Shop.Crash(stage.Policy, stage.Schema);
        }),
        new(Role.Event, "Tandem loses its database", (stage, _) => stage.Forget()),
        new(Role.Event, DiesAnywhere, async (stage, _) =>
        {
            stage.HasDied |= await stage.Shop.DieAt(stage.Death.Call, stage.Death.Moment);
            await stage.Shop.Crash();
        }),
        new(Role.Event, "Tandem dies at call {count}, just {moment} it is carried out", async (stage, words) =>
        {
            var died = await stage.Shop.DieAt(words.Count(), words["moment"] == "before" ? CallMoment.BeforeExecute : CallMoment.AfterExecute);
            Assert.True(died, "There were fewer calls.");
            await stage.Shop.Crash();
        }),
        new(Role.Event, "Tandem works until its next {call} to {vendor} is stuck on the wire", Stick),
        new(Role.Event, "The stuck call arrives", (stage, _) => stage.Stuck!.LetGo()),
        new(Role.Event, "Just {moment} Tandem's next {call} to {vendor}: {step}", (stage, words) =>
        {
            var (sentence, inner, _) = Sentences.Find(words["step"]);
            stage.Snags.Then(
                stage.World(words["vendor"]),
                words["call"],
                words["moment"] == "before" ? CallMoment.BeforeExecute : CallMoment.AfterExecute,
                () => sentence!.Act(stage, inner!).GetAwaiter().GetResult());
        }),
        new(Role.Event, "A person releases {thing}", (stage, words) => Rule(stage, Ruling.Released, stage.Cast.Document(words["thing"])!)),
        new(Role.Event, "A person releases what is held", (stage, _) => Rule(stage, Ruling.Released, null)),
        new(Role.Event, "A person refuses what is held", (stage, _) => Rule(stage, Ruling.Refused, null)),
        new(Role.Event, "A person takes {thing} back to what was agreed before", (stage, words) => TakeBack(stage, stage.Cast.Document(words["thing"])!)),
        new(Role.Event, "A person decides the open conflict for {vendor}", async (stage, words) =>
            Assert.True(await stage.Shop.Store.Decide(Assert.Single(await stage.Shop.Store.Conflicts(null, 10, CancellationToken.None)), words.IsStripe ? Winner.Stripe : Winner.Sanity, CancellationToken.None))),
        new(Role.Event, "A person accepts that the last price of a product goes", (stage, _) => stage.Shop.Stripe.Invariants.AllowsLosingTheLastPrice = true),
    ];

    private static async Task Stick(Stage stage, Words words)
    {
        await stage.Open();
        var isStripe = words.IsStripe;
        var calls = words["call"];
        stage.Stuck = stage.Shop.HoldNext(request =>
            request.RequestUri!.Host.StartsWith("stripe", StringComparison.Ordinal) == isStripe && Calls.Matches(calls, request.Method.Method, request.RequestUri.AbsolutePath));
        await stage.Shop.Deliver();
        await stage.Shop.WorkUntil(stage.Stuck.Reached);
    }

    // As tandem undo does it.
    private static async Task TakeBack(Stage stage, string documentId)
    {
        var store = stage.Shop.Store;
        var key = Assert.Single(await store.Operator.Resolve(Connection.Default, documentId, CancellationToken.None));
        var slot = documentId == key.DocumentId ? null : documentId;
        var lines = await store.Journal(Connection.Default, key.DocumentId, 0, 1000, CancellationToken.None);
        var newest = lines.First(line => line.Agreed.Any(change => slot is null || change.Object == slot));
        var earlier = Undoing.Of((await store.Load(key, CancellationToken.None))!, lines.TakeWhile(line => line.Number >= newest.Number), slot);
        var entry = new JournalEntry { At = stage.Shop.Time.GetUtcNow(), Connection = key.Connection, DocumentId = key.DocumentId, Type = "operator", Text = $"somebody takes {documentId} back" };
        await store.Operator.AskUndo(key, earlier.Changes, entry, CancellationToken.None);
    }

    private static async Task Rule(Stage stage, Ruling ruling, string? documentId)
    {
        var meant = (await stage.Shop.Held()).Where(held => documentId is null || held.Change.Document == documentId).ToList();
        Assert.NotEmpty(meant);
        foreach (var (key, change, _) in meant)
        {
            Assert.Equal(1, await stage.Shop.Store.Rule(key, [change], ruling, CancellationToken.None));
        }
    }
}
