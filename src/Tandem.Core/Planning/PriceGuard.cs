using System.Globalization;

namespace Tandem.Core;

/// <summary>Finds changes of prices that look like slips: a person is asked before customers are charged so.</summary>
internal static class PriceGuard
{
    /// <summary>The field that must not change by itself, and why; null when nothing is odd.</summary>
    /// <param name="limits">What counts as odd.</param>
    /// <param name="from">What the price shows.</param>
    /// <param name="to">What its successor, or the price itself, is to show.</param>
    public static (string Field, string Reason)? Holds(PriceLimits limits, Fields from, Fields to)
    {
        var (was, now) = (from[FieldNames.Currency] as FieldValue.Text, to[FieldNames.Currency] as FieldValue.Text);
        if (was is null || now is null || was != now)
        {
            // Amounts of two currencies do not compare.
            return limits.HoldsCurrency && was is not null && now is not null ? (FieldNames.Currency, $"the currency goes from {was.Value.ToUpperInvariant()} to {now.Value.ToUpperInvariant()}") : null;
        }

        if (Holds(limits, was.Value, from[FieldNames.UnitAmount], to[FieldNames.UnitAmount]) is { } reason)
        {
            return (FieldNames.UnitAmount, reason);
        }

        foreach (var (currency, option) in (from[FieldNames.CurrencyOptions] as FieldValue.Group)?.Fields ?? Fields.None)
        {
            if (Holds(limits, currency, Amount(option), Amount((to[FieldNames.CurrencyOptions] as FieldValue.Group)?.Fields[currency])) is { } other)
            {
                return (FieldNames.CurrencyOptions, other);
            }
        }

        return null;
    }

    private static FieldValue? Amount(FieldValue? option) => (option as FieldValue.Group)?.Fields[FieldNames.UnitAmount];

    private static string? Holds(PriceLimits limits, string currency, FieldValue? from, FieldValue? to)
    {
        if (from is not FieldValue.Number { Value: > 0 and var before } || to is not FieldValue.Number { Value: >= 0 and var after })
        {
            return null;
        }

        var change = $"the amount goes from {Money.ToMajor(before, currency)} to {Money.ToMajor(after, currency)} {currency.ToUpperInvariant()}";
        return after == 0
            ? limits.HoldsZero ? change : null
            : limits.Factor is { } factor && (after / before > factor || before / after > factor)
                ? string.Create(CultureInfo.InvariantCulture, $"{change}, which is more than {factor:0.##} times as {(after > before ? "much" : "little")}")
                : null;
    }
}
