using CsCheck;

namespace Tandem.Core.Tests.Planning;

/// <summary>What happened between the agreed state and the perturbations.</summary>
internal enum Incident
{
    None,

    /// <summary>A pass was cut off anywhere: among others a half-done replacement of a price.</summary>
    CutOff,

    /// <summary>A write was given up for another plan, and arrives after the perturbations.</summary>
    LateWrite,

    /// <summary>A write of ours overtook an edit in Stripe.</summary>
    Overtaking,
}

/// <summary>A price of the agreed state. Small numbers stand for values of a small alphabet.</summary>
internal sealed record AgreedPrice(int Amount, int Nickname, bool IsBornInStripe, bool HasKey, bool IsMonthly, bool IsReplaced);

/// <summary>An agreed product with up to three prices.</summary>
internal sealed record AgreedProduct(int Description, int Brand, AgreedPrice[] Prices, int Default, bool HasDraft)
{
    public override string ToString() => $"description {Description}, brand {Brand}, default {Default}, draft {HasDraft}, {string.Join(", ", Prices.AsEnumerable())}";
}

/// <summary>One case: a product on which both sides agree, perhaps an incident, and then what people did to each side of it.</summary>
internal sealed record Perturbation(Winner Winner, AgreedProduct Agreed, Incident Incident, Step[] Before, (int At, Cut Cut) Cut, Step[] InSanity, Step[] InStripe, bool DeletesPrice)
{
    private const int Most = 4;

    private static readonly Gen<Step> AnyInSanity = Steps(
        (8, Move.SanityText), (3, Move.SanityAmount), (2, Move.SanityDefault), (2, Move.SanityNickname), (2, Move.SanityPriceActive), (2, Move.SanityLookupKey),
        (1, Move.SanityActive), (1, Move.SanityImages), (1, Move.SanityCurrency), (1, Move.SanityRecurring), (1, Move.SanityAddPrice), (1, Move.SanityDropPrice),
        (1, Move.SanityDropProduct), (1, Move.SanityReturn), (1, Move.SanityWipeMirror), (1, Move.SanityCopyMirror), (1, Move.SanityMovePrice), (1, Move.SanityDanglingDefault),
        (1, Move.DraftEdit), (1, Move.DraftPublish));

    private static readonly Gen<Step> AnyInStripe = Steps(
        (8, Move.StripeText), (3, Move.StripeNickname), (3, Move.StripePriceActive), (2, Move.StripeDefault), (2, Move.StripeLookupKey), (1, Move.StripeActive),
        (1, Move.StripeAddPrice), (1, Move.StripeDropProduct), (1, Move.StripeWipeMirror), (1, Move.StripeReactivateFormer));

    private static readonly Gen<Step> FieldInSanity = Steps(
        (3, Move.SanityText), (3, Move.SanityAmount), (2, Move.SanityDefault), (2, Move.SanityNickname), (2, Move.SanityPriceActive), (2, Move.SanityLookupKey),
        (1, Move.SanityActive), (1, Move.SanityImages), (1, Move.SanityCurrency), (1, Move.SanityRecurring), (1, Move.DraftEdit), (1, Move.DraftPublish));

    private static readonly Gen<Step> FieldInStripe = Steps(
        (3, Move.StripeText), (3, Move.StripeNickname), (3, Move.StripePriceActive), (2, Move.StripeDefault), (2, Move.StripeLookupKey), (1, Move.StripeActive));

    private static readonly Gen<AgreedProduct> Drawn = Gen.Select(
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2]),
        Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2], Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 3], Gen.Int[0, 4], (amount, nickname, born, hasKey, month, replaced) =>
            new AgreedPrice(amount, nickname, born == 0, hasKey, month == 0, replaced == 0)).Array[0, 3],
        Gen.Int[0, 3],
        Gen.Int[0, 2],
        (texts, prices, standard, draft) => new AgreedProduct(texts.Item1, texts.Item2, prices, standard, draft == 0));

    // Some hundreds, so that each has to come to its agreement only once.
    private static readonly AgreedProduct[] Hundreds = [.. Enumerable.Range(0, 400).Select(number => Drawn.Generate(new PCG(1, (ulong)number), null, out _))];

    private static readonly Gen<AgreedProduct> AnyAgreed = Gen.Int[0, 399].Select(number => Hundreds[number]);

    /// <summary>Anything that people and vendors do.</summary>
    public static Gen<Perturbation> Any { get; } = Gen.Select(
        Gen.Enum<Winner>(),
        AnyAgreed,
        Gen.Frequency((6, Gen.Const(Incident.None)), (2, Gen.Const(Incident.CutOff)), (1, Gen.Const(Incident.LateWrite)), (1, Gen.Const(Incident.Overtaking))),
        Gen.Select(FieldInSanity.Array[1, 2], FieldInSanity.Array[1, 2], FieldInStripe.Array[1, 2], Gen.Int[0, 3], Gen.Enum<Cut>()),
        Gen.Select(AnyInSanity.Array[0, Most], AnyInStripe.Array[0, Most], Gen.Int[0, 24]),
        (winner, agreed, incident, before, after) => new Perturbation(
            winner, agreed, incident, LeadingTo(incident, before.Item1, before.Item2, before.Item3), (before.Item4, before.Item5), after.Item1, after.Item2, after.Item3 == 0));

    /// <summary>Fields of one side only were edited, and nothing else happened.</summary>
    public static Gen<Perturbation> OneSided { get; } = Gen.Select(
        Gen.Enum<Winner>(), AnyAgreed, FieldInSanity.Array[1, Most], FieldInStripe.Array[1, Most], Gen.Bool,
        (winner, agreed, sanity, stripe, isInSanity) => new Perturbation(winner, agreed, Incident.None, [], default, isInSanity ? sanity : [], isInSanity ? [] : stripe, false));

    /// <summary>Anything was done, but on one side only; a pass may have been cut off on the way of what was done in Sanity.</summary>
    public static Gen<Perturbation> Alone { get; } = Gen.Select(Any, Gen.Bool, (drawn, isInSanity) => isInSanity
        ? drawn with { InStripe = [], DeletesPrice = false, Incident = drawn.Incident == Incident.CutOff ? Incident.CutOff : Incident.None }
        : drawn with { InSanity = [], Incident = Incident.None });

    /// <summary>The same case with one thing less, for each thing that can be left out.</summary>
    public IEnumerable<Perturbation> Smaller()
    {
        foreach (var fewer in Fewer(InSanity))
        {
            yield return this with { InSanity = fewer };
        }

        foreach (var fewer in Fewer(InStripe))
        {
            yield return this with { InStripe = fewer };
        }

        foreach (var fewer in Fewer(Agreed.Prices))
        {
            yield return this with { Agreed = Agreed with { Prices = fewer } };
        }

        if (Incident != Incident.None)
        {
            yield return this with { Incident = Incident.None, Before = [] };
        }

        foreach (var fewer in Incident == Incident.CutOff ? Fewer(Before) : [])
        {
            yield return this with { Before = fewer };
        }

        foreach (var plainer in Plainer())
        {
            yield return plainer;
        }
    }

    private IEnumerable<Perturbation> Plainer()
    {
        IEnumerable<AgreedProduct> agreed =
        [
            Agreed with { Description = 0 }, Agreed with { Brand = 0 }, Agreed with { Default = 0 }, Agreed with { HasDraft = false },
            .. Agreed.Prices.SelectMany((price, at) => new[]
            {
                price with { Nickname = 0 }, price with { IsBornInStripe = false }, price with { HasKey = false }, price with { IsMonthly = false }, price with { IsReplaced = false },
            }.Where(plain => plain != price).Select(plain => Agreed with { Prices = [.. Agreed.Prices[..at], plain, .. Agreed.Prices[(at + 1)..]] })),
        ];
        return agreed.Where(plain => plain != Agreed).Select(plain => this with { Agreed = plain })
            .Concat(DeletesPrice ? [this with { DeletesPrice = false }] : []);
    }

    // The late write and the overtaken edit need a write to the same field twice; a cut may fall anywhere.
    private static Step[] LeadingTo(Incident incident, Step[] first, Step[] second, Step[] stripe) => incident switch
    {
        Incident.CutOff => first,
        Incident.LateWrite => [first[0], first[0] with { Value = (first[0].Value + 1) % 4 }, second[0]],
        Incident.Overtaking => [Texted(first[0]), Texted(first[0]) with { Move = Move.StripeText, Value = stripe[0].Value }],
        _ => [],
    };

    private static Step Texted(Step step) => step with { Move = Move.SanityText };

    private static IEnumerable<T[]> Fewer<T>(T[] things) => Enumerable.Range(0, things.Length).Select(at => (T[])[.. things[..at], .. things[(at + 1)..]]);

    private static Gen<Step> Steps(params (int Weight, Move Move)[] moves) => Gen.Select(
        Gen.Frequency([.. moves.Select(move => (move.Weight, Gen.Const(move.Move)))]), Gen.Int[0, 2], Gen.Int[0, 3], (move, what, value) => new Step(move, what, Small(move, value)));

    // Texts that nobody else writes (3 and more) would never collide.
    private static int Small(Move move, int value) => move is Move.SanityText or Move.StripeText or Move.SanityNickname or Move.StripeNickname ? value % 3 : value;
}
