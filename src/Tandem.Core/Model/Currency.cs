using System.Collections.Frozen;

namespace Tandem.Core;

/// <summary>What Stripe wants amounts of a currency to look like. ISO 4217 is not that: see the special cases.</summary>
/// <remarks>Codes compare without case, because a wrong exponent is a hundredfold price. <see href="https://docs.stripe.com/currencies"/></remarks>
public static class Currency
{
    private const string ZeroDecimal = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf";

    private const string ThreeDecimal = "bhd jod kwd omr tnd";

    // ISO says that these two have no decimals; Stripe counts them in hundredths and wants the hundredths to be 00.
    private const string WholeOnly = "isk ugx";

    // From the text of Stripe's own refusal of an unknown code. It changes without notice: a hint for people, no gate for the engine.
    private const string Supported = """
        aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl
        bsd btn bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd eek egp
        etb eur fjd fkp gbp gel ghs gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr
        isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl ltl lvl mad
        mdl mga mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr
        pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sll
        sos srd std svc szl thb tjs tnd top try ttd twd tzs uah ugx usd usdc uyu uzs
        vef vnd vuv wst xaf xcd xof xpf yer zar zmw
        """;

    private static readonly FrozenSet<string> ZeroDecimals = Codes(ZeroDecimal);

    private static readonly FrozenSet<string> ThreeDecimals = Codes(ThreeDecimal);

    private static readonly FrozenSet<string> WholeOnlys = Codes(WholeOnly);

    private static readonly FrozenSet<string> Supporteds = Codes(Supported);

    /// <summary>Every currency that Stripe is known to take, in lower case.</summary>
    public static IReadOnlySet<string> Known => Supporteds;

    /// <summary>Whether Stripe is known to take this code.</summary>
    public static bool IsKnown(string? code) => code is not null && Supporteds.Contains(code);

    /// <summary>How many decimals of the major unit the minor unit stands for: 0, 2 or 3. A code that is not known counts as 2.</summary>
    public static int Exponent(string code) => ZeroDecimals.Contains(code) ? 0 : ThreeDecimals.Contains(code) ? 3 : 2;

    /// <summary>What is wrong with an amount in minor units, as a sentence for the person who can mend it; null when nothing is.</summary>
    /// <remarks>Whether the code is known and how large an amount may be is not asked here: that is Stripe's to say.</remarks>
    public static string? Check(string code, decimal minorUnits)
    {
        var name = code.ToUpperInvariant();
        return minorUnits switch
        {
            < 0 => "An amount cannot be negative.",
            _ when !Money.IsWithinLimits(minorUnits) => Money.TooFine,
            _ when WholeOnlys.Contains(code) && minorUnits % 100 != 0 =>
                $"{name} has no decimals, but Stripe counts it in hundredths: the amount must end in 00 (5 {name} are 500).",
            _ when ThreeDecimals.Contains(code) && minorUnits % 10 != 0 =>
                $"{name} has three decimals, but Stripe takes only two of them: the amount must end in 0 (5.120 {name} are 5120).",
            _ => null,
        };
    }

    private static FrozenSet<string> Codes(string codes) =>
        codes.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
