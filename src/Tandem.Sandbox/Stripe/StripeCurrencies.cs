using System.Collections.Frozen;

namespace Tandem.Sandbox;

/// <summary>The currencies and amount rules of prices. <see href="https://docs.stripe.com/currencies"/></summary>
internal static class StripeCurrencies
{
    // In the order of a real error text.
    private const string Listed =
        "usd, aed, afn, all, amd, ang, aoa, ars, aud, awg, azn, bam, bbd, bdt, bgn, bhd, bif, bmd, bnd, bob, brl, bsd, bwp, byn, bzd, cad, cdf, chf, clp, cny, cop, "
        + "crc, cve, czk, djf, dkk, dop, dzd, egp, etb, eur, fjd, fkp, gbp, gel, gip, gmd, gnf, gtq, gyd, hkd, hnl, hrk, htg, huf, idr, ils, inr, isk, jmd, jod, jpy, "
        + "kes, kgs, khr, kmf, krw, kwd, kyd, kzt, lak, lbp, lkr, lrd, lsl, mad, mdl, mga, mkd, mmk, mnt, mop, mur, mvr, mwk, mxn, myr, mzn, nad, ngn, nio, nok, npr, "
        + "nzd, omr, pab, pen, pgk, php, pkr, pln, pyg, qar, ron, rsd, rub, rwf, sar, sbd, scr, sek, sgd, shp, sle, sos, srd, std, szl, thb, tjs, tnd, top, try, ttd, "
        + "twd, tzs, uah, ugx, uyu, uzs, vnd, vuv, wst, xaf, xcd, xof, xpf, yer, zar, zmw, usdc, btn, ghs, eek, lvl, svc, vef, ltl, sll, mro";

    private static readonly FrozenSet<string> Known = Listed.Split(", ").ToFrozenSet();

    /// <summary>The code in lower case, as Stripe stores it.</summary>
    public static string Read(string code, string param)
    {
        var lower = code.ToLowerInvariant();
        return Known.Contains(lower)
            ? lower
            : throw StripeErrors.Invalid($"Invalid currency: {code}. Stripe currently supports these currencies: {Listed}", param);
    }

    /// <summary>The largest amount. Assumed: eight digits, except where the documentation names more.</summary>
    public static decimal Ceiling(string currency) => currency switch
    {
        "idr" => 999_999_999_999.999999999999m,
        "cop" => 9_999_999_999.999999999999m,
        "inr" => 999_999_999.999999999999m,
        _ => 99_999_999.999999999999m,
    };

    /// <summary>What an amount should be a multiple of, though creating a price does not enforce it: 10 for three-decimal currencies, 100 for isk and ugx.</summary>
    public static int Step(string currency) => currency switch
    {
        "bhd" or "jod" or "kwd" or "omr" or "tnd" => 10,
        "isk" or "ugx" => 100,
        _ => 1,
    };
}
