using System.Globalization;

namespace Tandem.Core;

/// <summary>Exact money: decimal numbers in, canonical text out. Nothing here rounds; what is not exact is refused.</summary>
public static class Money
{
    /// <summary>The most decimals of a minor unit that Stripe keeps (<c>unit_amount_decimal</c>).</summary>
    public const int MaxDecimals = 12;

    /// <summary>The canonical text of a number: no exponent, no needless zeros, a point for the decimals.</summary>
    public static string Print(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);
}
