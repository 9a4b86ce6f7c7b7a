using System.Globalization;

namespace Tandem.Core;

/// <summary>Exact money: decimal numbers in, canonical text out. Nothing here rounds; what is not exact is refused.</summary>
public static class Money
{
    /// <summary>The most decimals of a minor unit that Stripe keeps (<c>unit_amount_decimal</c>).</summary>
    public const int MaxDecimals = 12;

    /// <summary>The most digits before the point of an amount in minor units: with all decimals it still fits a decimal exactly.</summary>
    public const int MaxDigits = 15;

    /// <summary>What is wrong with an amount that is not <see cref="IsWithinLimits"/>, as a sentence for the person who can mend it.</summary>
    public const string TooFine = "An amount can have at most 15 digits before the point and 12 decimals of its smallest unit.";

    private const string NoNumber = "This is not an exact number: write digits with a point for the decimals, such as 12.50, and nothing else.";

    /// <summary>The canonical text of a number: no exponent, no needless zeros, a point for the decimals.</summary>
    public static string Print(decimal value) =>
        (value == 0 ? 0 : value).ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Reads an exact decimal number, such as Stripe's <c>unit_amount_decimal</c>: never throws, never rounds.</summary>
    /// <remarks>Signs other than a leading minus, exponents, separators and digits of other scripts are refused.</remarks>
    public static Amount Parse(string? text) => Parse(text, MaxDigits, MaxDecimals);

    /// <summary>An amount as people write it (<c>12.50</c>) in minor units of the currency (<c>1250</c>).</summary>
    public static Amount ToMinor(string? majorText, string currency)
    {
        var exponent = Currency.Exponent(currency);
        var major = Parse(majorText, MaxDigits - exponent, MaxDecimals + exponent);
        return major.Value is { } value ? new Amount(Trimmed(value * PowerOfTen(exponent)), null) : major;
    }

    /// <summary>An amount in minor units (<c>1250</c>) as people write it (<c>12.50</c>): at least as many decimals as the currency has.</summary>
    public static string ToMajor(decimal minor, string currency)
    {
        var exponent = Currency.Exponent(currency);

        // Multiplying by 0.01 only moves the point; dividing by 100 could round the last digit.
        var major = minor * new decimal(1, 0, 0, isNegative: false, (byte)exponent);
        var pattern = (exponent == 0 ? "0." : "0." + new string('0', exponent)) + new string('#', 28 - exponent);
        return (major == 0 ? 0 : major).ToString(pattern, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether an amount in minor units keeps the limits that let it be printed, read and converted without loss.</summary>
    public static bool IsWithinLimits(decimal minor) =>
        decimal.Abs(minor) < PowerOfTen(MaxDigits) && Trimmed(minor).Scale <= MaxDecimals;

    private static Amount Parse(string? text, int maxDigits, int maxDecimals)
    {
        var digits = text.AsSpan().Trim();
        var isNegative = digits.StartsWith("-");
        digits = isNegative ? digits[1..] : digits;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var decimals = point < 0 ? [] : digits[(point + 1)..];
        if (!IsDigits(whole) || (point >= 0 && !IsDigits(decimals)))
        {
            return new Amount(null, NoNumber);
        }

        whole = whole.TrimStart('0');
        decimals = decimals.TrimEnd('0');
        if (whole.Length > maxDigits || decimals.Length > maxDecimals)
        {
            return new Amount(null, TooFine);
        }

        var value = decimal.Parse($"0{whole}.{decimals}0", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        return new Amount(Trimmed(isNegative ? decimal.Negate(value) : value), null);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static decimal PowerOfTen(int exponent) => decimal.Parse("1" + new string('0', exponent), CultureInfo.InvariantCulture);

    // Equal numbers in equal bits: the scale that a text was written with is no part of an amount, nor is the sign of zero.
    private static decimal Trimmed(decimal value) => value == 0 ? 0 : decimal.Parse(Print(value), CultureInfo.InvariantCulture);
}

/// <summary>An exact number, or a sentence that says why there is none.</summary>
/// <param name="Value">The number; null when there is a problem.</param>
/// <param name="Problem">What is wrong and what to write instead; null when there is a number.</param>
public readonly record struct Amount(decimal? Value, string? Problem);
