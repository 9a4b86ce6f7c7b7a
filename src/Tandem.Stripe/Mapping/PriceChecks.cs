using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>What Stripe demands of the ways in which a price can be charged, each for itself and all together.</summary>
/// <remarks>https://docs.stripe.com/api/prices/create</remarks>
internal static class PriceChecks
{
    /// <summary>Tiers: amounts up to ascending quantities, the last one without end.</summary>
    public static string? Tiers(FieldValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not FieldValue.List { Items: var items } || items.IsEmpty || items.Any(item => item is not FieldValue.Group))
        {
            return $"Stripe wants a list of tiers here, not {value}.";
        }

        decimal last = 0;
        for (var index = 0; index < items.Length; index++)
        {
            var tier = ((FieldValue.Group)items[index]).Fields;
            var isLast = index == items.Length - 1;
            switch (tier[PriceAmounts.UpTo])
            {
                case null when !isLast:
                    return $"Tier {index + 1} has no up_to: only the last tier has no end.";
                case not null when isLast:
                    return "The last tier has an up_to: leave it empty (or write inf), so that every quantity has its amount.";
                case null:
                    break;
                case FieldValue.Number { Value: var end } when end > last && end <= long.MaxValue && decimal.IsInteger(end):
                    last = end;
                    break;
                default:
                    return $"Tier {index + 1} goes up to {tier[PriceAmounts.UpTo]}: give whole numbers in ascending order.";
            }

            var (unit, flat) = (tier[FieldNames.UnitAmount], tier[PriceAmounts.FlatAmount]);
            if (unit is null && flat is null)
            {
                return $"Tier {index + 1} has no amount: give it a unit_amount, a flat_amount or both.";
            }

            if ((StripeChecks.Amount(unit) ?? StripeChecks.Amount(flat)) is { } wrong)
            {
                return $"Tier {index + 1}: {wrong}";
            }
        }

        return null;
    }

    /// <summary>An amount that the customer chooses.</summary>
    public static string? CustomAmount(FieldValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not FieldValue.Group { Fields: var limits })
        {
            return $"Stripe wants minimum, maximum and preset here, not {value}.";
        }

        foreach (var name in PriceAmounts.Limits)
        {
            if (limits[name] is not (null or FieldValue.Number { Value: >= 0 and <= long.MaxValue }) || limits[name] is FieldValue.Number limit && !decimal.IsInteger(limit.Value))
            {
                return $"{name} is {limits[name]}: Stripe takes whole minor units.";
            }
        }

        var (least, most, preset) = ((limits["minimum"] as FieldValue.Number)?.Value, (limits["maximum"] as FieldValue.Number)?.Value, (limits["preset"] as FieldValue.Number)?.Value);
        return least > most || preset < least || preset > most ? "The preset must lie between the minimum and the maximum." : null;
    }

    /// <summary>Packages of units.</summary>
    public static string? Packages(FieldValue? value) => value switch
    {
        null => null,
        FieldValue.Group { Fields: var packages } when packages["divide_by"] is FieldValue.Number { Value: >= 1 and <= long.MaxValue } size && decimal.IsInteger(size.Value)
            && packages["round"] is FieldValue.Text { Value: "up" or "down" } => null,
        _ => $"A package needs divide_by, a whole number above zero, and round, up or down: it is {value}.",
    };

    /// <summary>Amounts in other currencies.</summary>
    public static string? CurrencyOptions(FieldValue? value)
    {
        if (value is null)
        {
            return "Stripe cannot take other currencies out of a price: a new price is needed.";
        }

        if (value is not FieldValue.Group { Fields: var options } || options.Any(option => option.Value is not FieldValue.Group))
        {
            return $"Stripe wants amounts by currency here, not {value}.";
        }

        foreach (var (currency, option) in options)
        {
            var wanted = ((FieldValue.Group)option).Fields;
            var wrong = StripeChecks.Currency(new FieldValue.Text(currency))
                ?? (wanted[FieldNames.TaxBehavior] is { } behavior ? StripeChecks.TaxBehavior(behavior) : null)
                ?? (wanted[FieldNames.UnitAmount], wanted[FieldNames.Tiers], wanted[FieldNames.CustomUnitAmount]) switch
                {
                    (null, null, null) => "It has no amount: set one.",
                    (not null, null, null) => null,
                    (null, { } tiers, null) => Tiers(tiers),
                    (null, null, { } custom) => CustomAmount(custom),
                    _ => "It has one amount, tiers, or an amount that the customer chooses, and not two of them: clear the others.",
                }
                ?? Misfit(wanted, currency)?.Message;
            if (wrong is not null)
            {
                return $"{currency.ToUpperInvariant()}: {wrong}";
            }
        }

        return null;
    }

    /// <summary>What is wrong with a new price as a whole, and in which field; null when nothing is.</summary>
    public static (string Field, string Message)? Together(Fields price)
    {
        var (amount, tiers, custom) = (price[FieldNames.UnitAmount], price[FieldNames.Tiers], price[FieldNames.CustomUnitAmount]);
        var isRecurring = price[FieldNames.Recurring] is not null;
        return (amount, tiers, custom) switch
        {
            (null, null, null) => (FieldNames.UnitAmount, "A price needs an amount: set one."),
            (not null, not null, _) => (FieldNames.Tiers, "A price has one amount or tiers, not both: clear unit_amount or the tiers."),
            (_, not null, not null) or (not null, _, not null) => (FieldNames.CustomUnitAmount, "The customer chooses the amount, or you do: clear custom_unit_amount, or unit_amount and the tiers."),
            (_, not null, _) when !isRecurring => (FieldNames.Tiers, "Stripe has tiers only for recurring prices: set an interval, or one amount."),
            (_, not null, _) when price[FieldNames.TiersMode] is null => (FieldNames.TiersMode, "Tiers need a tiers_mode: set graduated or volume."),
            (_, null, _) when price[FieldNames.TiersMode] is not null => (FieldNames.TiersMode, "A tiers_mode counts only with tiers: add some, or clear it."),
            (_, not null, _) when price[FieldNames.TransformQuantity] is not null => (FieldNames.TransformQuantity, "A price with tiers cannot be charged by packages: clear one of them."),
            _ when Unlike(price[FieldNames.CurrencyOptions], tiers is not null) is { } other => (FieldNames.CurrencyOptions, $"{other.ToUpperInvariant()}: a price has tiers in all its currencies or in none."),
            (_, _, not null) when isRecurring => (FieldNames.CustomUnitAmount, "Stripe lets customers choose the amount of one-time prices only: clear recurring, or set an amount."),
            _ when price[FieldNames.Currency] is FieldValue.Text currency => InCurrency(price, currency.Value),
            _ => null,
        };
    }

    private static (string Field, string Message)? InCurrency(Fields price, string currency)
    {
        if (price[FieldNames.CurrencyOptions] is FieldValue.Group { Fields: var options } && options[currency] is not null)
        {
            return (FieldNames.CurrencyOptions, $"{currency.ToUpperInvariant()} is the price's own currency: take it out of the other ones.");
        }

        return Misfit(price, currency);
    }

    // An amount that the currency does not have.
    private static (string Field, string Message)? Misfit(Fields holder, string currency)
    {
        foreach (var (field, value) in Amounts(holder))
        {
            if (value is FieldValue.Number amount && Core.Currency.Check(currency, amount.Value) is { } wrong)
            {
                return (field, wrong);
            }
        }

        return null;
    }

    private static string? Unlike(FieldValue? options, bool isTiered) => (options as FieldValue.Group)?.Fields
        .Where(option => (((FieldValue.Group)option.Value).Fields[FieldNames.Tiers] is not null) != isTiered).Select(option => option.Key).FirstOrDefault();

    private static IEnumerable<(string Field, FieldValue? Value)> Amounts(Fields price)
    {
        yield return (FieldNames.UnitAmount, price[FieldNames.UnitAmount]);
        foreach (var tier in (price[FieldNames.Tiers] as FieldValue.List)?.Items.OfType<FieldValue.Group>() ?? [])
        {
            yield return (FieldNames.Tiers, tier.Fields[FieldNames.UnitAmount]);
            yield return (FieldNames.Tiers, tier.Fields[PriceAmounts.FlatAmount]);
        }

        foreach (var (_, limit) in (price[FieldNames.CustomUnitAmount] as FieldValue.Group)?.Fields ?? Fields.None)
        {
            yield return (FieldNames.CustomUnitAmount, limit);
        }
    }
}
