using Tandem.Sandbox;
using Tandem.Server;

namespace Tandem.Cards;

/// <summary>Plays a card, line by line.</summary>
public static class Performance
{
    // More than any card needs; a card that goes on dying for so long never comes to rest.
    private const int MostCalls = 200;

    private const string Embedded = """{"price": {"embedded": "offers"}}""";

    /// <summary>Plays it where prices are entries of their product's document.</summary>
    public static Task PlayEmbedded(Card card) => Play(card, MappingFile.Read(Embedded));

    /// <summary>Plays it; a card in which the service dies at any of its calls is played once for each call and moment.</summary>
    /// <exception cref="CardException">A claim does not hold, or a line cannot be done.</exception>
    public static Task Play(Card card) => Play(card, Mapping.Default);

    private static async Task Play(Card card, Mapping mapping)
    {
        if (!card.Lines.Any(line => line.Text == TandemSentences.DiesAnywhere))
        {
            await Play(card, new Stage { Policy = mapping.Policy, Schema = mapping.Schema });
            return;
        }

        for (var call = 1; call <= MostCalls; call++)
        {
            foreach (var moment in new[] { CallMoment.BeforeExecute, CallMoment.AfterExecute })
            {
                var stage = new Stage { Policy = mapping.Policy, Schema = mapping.Schema, Death = (call, moment) };
                await Play(card, stage);
                if (!stage.HasDied)
                {
                    Assert.True(call > 3, $"{card.Path}: the service made {call - 1} calls only; there is little to die at.");
                    return;
                }
            }
        }

        Assert.Fail($"{card.Path}: the service makes more than {MostCalls} calls.");
    }

    private static async Task Play(Card card, Stage stage)
    {
        await using var playing = stage;
        var waitsForStart = card.Lines.Any(line => line.Text == "Tandem starts");
        foreach (var line in card.Lines)
        {
            await Guard(card, line.Number, line.Text, stage, async () =>
            {
                if (line.Sentence.Role is not Role.Setting && !waitsForStart)
                {
                    await stage.Open();
                }

                Assert.False(line.Sentence.Role == Role.Setting && stage.IsBuilt, "Settings come first.");
                await line.Sentence.Act(stage, line.Words);
                if (line.Sentence.Role is not Role.Setting)
                {
                    stage.Cast.Note();
                    Assert.Empty(stage.Shop.Stripe.Invariants.Violations);
                }
            });
        }

        await Guard(card, card.Lines[^1].Number, "Afterwards all is well, everything is delivered again, and nothing is written", stage, () => Rest(stage));
    }

    // The promise of every card: once the weather is calm and all hints have arrived, hearing everything again causes no write.
    private static async Task Rest(Stage stage)
    {
        stage.Snags.Clear(stage.Shop.Sanity);
        stage.Snags.Clear(stage.Shop.Stripe);
        (stage.Shop.Sanity.Quirks.CutExportAfter, stage.Shop.Sanity.Quirks.QueryLag, stage.Shop.Delivers) = (null, TimeSpan.Zero, true);
        await stage.Shop.Pass(TimeSpan.FromHours(1));
        await stage.HearAgain(stage.Shop.Delivered);

        await stage.Work(shop => shop.Pass(TimeSpan.FromHours(1)));
        Assert.Equal((0, 0), (stage.StripeWrites, stage.SanityWrites));
        Assert.Empty(stage.Shop.Stripe.Invariants.Violations);
    }

    private static async Task Guard(Card card, int number, string text, Stage stage, Func<Task> act)
    {
        try
        {
            await act();
        }
#pragma warning disable CA1031 // Whatever goes wrong in a line is told with the line.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            var dies = stage.Death.Call < int.MaxValue ? $" (dying at call {stage.Death.Call}, {stage.Death.Moment})" : "";
            throw new CardException(card.Path, number, $"{text}{dies}\n{problem.Message}\n\n{await stage.Tell()}", problem);
        }
    }
}
