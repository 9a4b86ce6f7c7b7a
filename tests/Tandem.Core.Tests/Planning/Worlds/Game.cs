namespace Tandem.Core.Tests.Planning;

/// <summary>Plays rounds of moves against a fresh pair of worlds; a failing game is made as short as it can be and told as a story.</summary>
internal static class Game
{
    public static void Play(Policy policy, Step[][] rounds, Action<Pair, Player> sync)
    {
        if (Run(policy, rounds, sync) is not { } failed)
        {
            return;
        }

        // Greedy: leave a round or a move out as long as it still fails for the same reason.
        for (var isShorter = true; isShorter;)
        {
            isShorter = false;
            foreach (var shorter in Shorter(rounds))
            {
                if (Run(policy, shorter, sync) is { } still && Sort(still) == Sort(failed))
                {
                    (rounds, failed, isShorter) = (shorter, still, true);
                    break;
                }
            }
        }

        throw new InvalidOperationException(failed);
    }

    private static string Sort(string failure) => failure.Split('\n', ':')[0];

    private static IEnumerable<Step[][]> Shorter(Step[][] rounds)
    {
        for (var round = 0; round < rounds.Length; round++)
        {
            yield return [.. rounds[..round], .. rounds[(round + 1)..]];
            if (round + 1 < rounds.Length)
            {
                yield return [.. rounds[..round], [.. rounds[round], .. rounds[round + 1]], .. rounds[(round + 2)..]];
            }

            for (var move = 0; move < rounds[round].Length; move++)
            {
                yield return [.. rounds[..round], [.. rounds[round][..move], .. rounds[round][(move + 1)..]], .. rounds[(round + 1)..]];
            }
        }
    }

    private static string? Run(Policy policy, Step[][] rounds, Action<Pair, Player> sync)
    {
        var pair = new Pair(policy);
        var player = new Player(pair);
        pair.Sanity.Put(new Doc(Pair.Product, Kind.Product) { Fields = Fields.Of((FieldNames.Name, new FieldValue.Text("Mug"))) });
        try
        {
            sync(pair, player);
            foreach (var round in rounds)
            {
                Array.ForEach(round, player.Make);
                pair.Story.Add("sync");
                sync(pair, player);
            }

            return null;
        }
        catch (Exception failed)
        {
            return $"""
                {failed.Message}
                {policy.Rules[0].Winner} wins
                {string.Join('\n', pair.Story)}
                record {PlanPrint.Of(pair.Record)}
                sanity {string.Join("\n       ", pair.Sanity.Docs.Values)}
                stripe {string.Join("\n       ", pair.Stripe.Products.Values.Concat(pair.Stripe.Prices.Values))}
                {failed.StackTrace}
                """;
        }
    }
}
