using System.Collections.Immutable;

namespace Tandem.Core.Tests.Planning;

/// <summary>A pair of worlds in which a case was played, right before the pass that has to make sense of it.</summary>
internal sealed class PerturbedPair
{
    private static readonly ImmutableArray<Policy> Policies =
        [.. Enum.GetValues<Winner>().Select(winner => Policy.Default with { Rules = [.. Policy.Default.Rules.Select(rule => rule with { Winner = winner })], Limits = PriceLimits.None })];

    private readonly Player _player;
    private bool _hadLateWrite;
    private bool _wasCutOff;

    private PerturbedPair(Perturbation played, AgreedPair agreed, bool isQuiet)
    {
        Played = played;
        Pair = new Pair(Policies[(int)played.Winner], agreed.Pair) { IsQuiet = isQuiet };
        Drawn = agreed.Drawn;
        _player = new Player(Pair);
    }

    public Perturbation Played { get; }

    public Pair Pair { get; }

    /// <summary>What both sides agreed on, as it was drawn.</summary>
    public IReadOnlyDictionary<(string Object, string Field), FieldValue?> Drawn { get; }

    /// <summary>What people wrote since then, in order.</summary>
    public IEnumerable<Edit> Edits => _player.Edits;

    /// <summary>Holds a law against a case; one that breaks it is made as small as it can be and told as a story.</summary>
    public static void Play(Perturbation played, Action<PerturbedPair> law)
    {
        if (Run(played, law, isQuiet: true) is not { } failed)
        {
            return;
        }

        failed = Run(played, law) ?? failed;
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (var smaller in played.Smaller())
            {
                if (Run(smaller, law) is { } still && Sort(still) == Sort(failed))
                {
                    (played, failed, isSmaller) = (smaller, still, true);
                    break;
                }
            }
        }

        throw new InvalidOperationException(failed);
    }

    /// <summary>Plays a case.</summary>
    public static PerturbedPair Of(Perturbation played)
    {
        var perturbed = new PerturbedPair(played, AgreedPair.Of(played.Agreed), isQuiet: true);
        perturbed.Perturb();
        return perturbed;
    }

    /// <summary>What the planner is given.</summary>
    public PerturbedSituation See() => new(Played, Pair.See()) { HadLateWrite = _hadLateWrite, WasCutOff = _wasCutOff };

    private static string Sort(string failure) => failure.Split('\n', ':')[0];

    private static string? Run(Perturbation played, Action<PerturbedPair> law, bool isQuiet = false)
    {
        var perturbed = new PerturbedPair(played, AgreedPair.Of(played.Agreed), isQuiet);
        try
        {
            perturbed.Perturb();
            law(perturbed);
            return null;
        }
        catch (Exception failed)
        {
            var pair = perturbed.Pair;
            return $"""
                {failed.Message}
                {played.Winner} wins, {played.Agreed}
                {string.Join('\n', pair.Story)}
                record {PlanPrint.Of(pair.Record)}
                sanity {string.Join("\n       ", pair.Sanity.Docs.Values)}
                stripe {string.Join("\n       ", pair.Stripe.Products.Values.Concat(pair.Stripe.Prices.Values))}
                {failed.StackTrace}
                """;
        }
    }

    private void Perturb()
    {
        Break();
        Pair.Story.Add("in Sanity:");
        Array.ForEach(Played.InSanity, _player.Make);
        Pair.Story.Add("in Stripe:");
        Array.ForEach(Played.InStripe, _player.Make);
        if (Played.DeletesPrice && Pair.Linked is { } product && Pair.Stripe.PricesOf(product.Id).FirstOrDefault() is { } price && !Equals(product.Fields[FieldNames.DefaultPrice], new FieldValue.Text(price.Id)))
        {
            Pair.Story.Add($"delete {price.Id}");
            Pair.Stripe.Prices.Remove(price.Id);
        }

        _hadLateWrite = Pair.ArriveLate();
    }

    private void Break()
    {
        var before = Played.Before;
        switch (Played.Incident)
        {
            case Incident.CutOff:
                Array.ForEach(before, _player.Make);
                _wasCutOff = Pair.Sync(Played.Cut.At, Played.Cut.Cut) is null;
                break;
            case Incident.LateWrite:
                _player.Make(before[0]);
                Pair.Sync(0);
                Array.ForEach(before[1..], _player.Make);
                Pair.Sync();
                break;
            case Incident.Overtaking:
                _player.Make(before[0]);
                Pair.Meanwhile = (0, () => _player.Make(before[1]));
                Pair.Sync();
                Pair.Meanwhile = null;
                break;
            default:
                break;
        }
    }
}

/// <summary>What a case looks like to the planner. Several laws are held against it: coming to it costs more than planning it.</summary>
internal sealed class PerturbedSituation(Perturbation played, Situation seen)
{
    public Situation Seen => seen;

    public Plan Plan => field ??= Planner.Plan(seen);

    /// <summary>Whether a write that was given up has arrived.</summary>
    public bool HadLateWrite { get; init; }

    /// <summary>Whether a pass was cut off.</summary>
    public bool WasCutOff { get; init; }

    /// <summary>The same case once more, from the beginning.</summary>
    public Situation Again() => PerturbedPair.Of(played).Pair.See();

    /// <summary>Holds a law against it; a case that breaks it is made smaller, and told.</summary>
    public void Hold(Action<PerturbedSituation> law)
    {
        try
        {
            law(this);
        }
        catch (Exception)
        {
            PerturbedPair.Play(played, perturbed => law(perturbed.See()));
            throw;
        }
    }
}
