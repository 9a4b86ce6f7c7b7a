using System.Globalization;
using Tandem.Core;

namespace Tandem.Cli.Demo;

/// <summary>Amounts as people read and write them.</summary>
internal static class Amounts
{
    /// <summary>What the forms offer.</summary>
    public static readonly string[] Currencies = ["eur", "usd", "jpy", "gbp", "chf", "kwd"];

    /// <summary>An amount with its currency: <c>€24.00</c>, <c>CHF 12.00</c>.</summary>
    public static string Show(decimal? minor, string? currency)
    {
        if (minor is not { } amount || currency is null)
        {
            return "no amount";
        }

        var digits = decimal.Parse(Money.ToMajor(amount, currency), CultureInfo.InvariantCulture).ToString($"N{Currency.Exponent(currency)}", CultureInfo.InvariantCulture);
        return currency switch
        {
            "eur" => $"€{digits}",
            "usd" => $"${digits}",
            "gbp" => $"£{digits}",
            "jpy" => $"¥{digits}",
            _ => $"{currency.ToUpperInvariant()} {digits}",
        };
    }

    /// <summary>How often it is paid.</summary>
    public static string Rhythm(string? interval) => interval switch
    {
        null => "",
        "month" => "a month",
        "year" => "a year",
        _ => $"every {interval}",
    };

    /// <summary>An amount from a form, in minor units.</summary>
    /// <exception cref="InvalidOperationException">It is none; the message says what to write.</exception>
    public static long Read(string? text, string currency)
    {
        var amount = Money.ToMinor(text?.Trim().Replace(',', '.'), currency);
        return amount switch
        {
            { Problem: { } problem } => throw new InvalidOperationException(problem),
            { Value: { } value } when value != decimal.Truncate(value) =>
                throw new InvalidOperationException($"{currency.ToUpperInvariant()} has {Currency.Exponent(currency)} decimals."),
            { Value: { } value } => (long)value,
            _ => throw new InvalidOperationException("Write an amount, such as 12.50."),
        };
    }
}
