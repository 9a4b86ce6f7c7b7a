using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>Stripe's limits, checked before a call is made: each answers with what is wrong and what to do, or null.</summary>
/// <remarks>Limits: https://docs.stripe.com/api/products/create and https://docs.stripe.com/api/prices/create. Lengths count characters, not UTF-16 units.</remarks>
internal static class StripeChecks
{
    private static readonly FrozenDictionary<string, int> LongestIntervals =
        new Dictionary<string, int> { ["day"] = 1095, ["week"] = 156, ["month"] = 36, ["year"] = 3 }.ToFrozenDictionary();

    /// <summary>An optional text of at most so many characters.</summary>
    public static Func<FieldValue?, string?> Text(int limit) => value => value switch
    {
        null => null,
        FieldValue.Text text => Text(text.Value, limit),
        _ => Mismatch("a text", value),
    };

    /// <summary>A text that must be there.</summary>
    public static Func<FieldValue?, string?> RequiredText(int limit) =>
        value => value is null ? "Stripe needs a value here and none is set: set one." : Text(limit)(value);

    /// <summary>What is wrong with a text, or null.</summary>
    public static string? Text(string text, int limit)
    {
        var length = 0;
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != System.Buffers.OperationStatus.Done)
            {
                return "It holds half a character (a lone surrogate), which cannot be sent: type it anew.";
            }

            if (rune.Value == 0)
            {
                return "It holds a NUL character, which Stripe refuses: remove it.";
            }

            length++;
            rest = rest[used..];
        }

        return length <= limit ? null : $"It has {length} characters and Stripe takes at most {limit}: shorten it.";
    }

    /// <summary>One of a few words, or none.</summary>
    public static Func<FieldValue?, string?> Choice(params ImmutableArray<string> words) => value => value switch
    {
        null => null,
        FieldValue.Text text when words.Contains(text.Value) => null,
        _ => $"{Print(value)} is not one of the words that Stripe takes: {string.Join(", ", words)}.",
    };

    /// <summary>A list of at most so many texts.</summary>
    public static Func<FieldValue?, string?> Texts(int count, int limit) => value =>
    {
        if (value is not FieldValue.List list)
        {
            return value is null ? null : Mismatch("a list of texts", value);
        }

        if (list.Items.Length > count)
        {
            return $"It has {list.Items.Length} entries and Stripe takes at most {count}: remove some.";
        }

        return list.Items.Select(item => item is null ? Mismatch("a text", item) : Text(limit)(item)).FirstOrDefault(wrong => wrong is not null);
    };

    /// <summary>A yes or no; unset counts as yes.</summary>
    public static string? Flag(FieldValue? value) => value is null or FieldValue.Flag ? null : Mismatch("yes or no", value);

    /// <summary>A yes or no that Stripe never forgets.</summary>
    public static string? LastingFlag(FieldValue? value) => value switch
    {
        FieldValue.Flag => null,
        null => "Once set, Stripe cannot unset it: set it to yes or no.",
        _ => Mismatch("yes or no", value),
    };

    /// <summary>What a bank statement says: at most 22 characters, at least one of them a letter. https://docs.stripe.com/get-started/account/statement-descriptors</summary>
    public static string? Descriptor(FieldValue? value) => value switch
    {
        FieldValue.Text { Value: var text } when text.AsSpan().ContainsAny("<>\\\"'") => "It holds one of < > \\ \" ', which bank statements do not show: remove it.",
        FieldValue.Text { Value: var text } when !text.Any(char.IsAsciiLetter) => "A bank statement needs at least one letter from a to z: add one.",
        _ => Text(22)(value),
    };

    /// <summary>The four sizes of a package.</summary>
    public static ImmutableArray<string> DimensionNames { get; } = ["height", "length", "weight", "width"];

    /// <summary>A package: Stripe takes all four sizes or none.</summary>
    public static string? Dimensions(FieldValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not FieldValue.Group { Fields: var sizes })
        {
            return Mismatch("height, length, weight and width", value);
        }

        foreach (var name in DimensionNames)
        {
            if (sizes[name] is not FieldValue.Number { Value: > 0 } size || decimal.Round(size.Value, 2) != size.Value)
            {
                return $"The package's {name} is {Print(sizes[name])}: Stripe takes a number above zero with up to 2 decimals, and all four sizes or none.";
            }
        }

        return null;
    }

    /// <summary>Whether an amount holds its tax. https://docs.stripe.com/api/prices/update: once set, it cannot be changed.</summary>
    public static string? TaxBehavior(FieldValue? value) => value switch
    {
        FieldValue.Text { Value: "inclusive" or "exclusive" } => null,
        null => "Once set, Stripe never unsets it on a price: a new price is needed.",
        _ => $"{Print(value)} is no tax behavior: Stripe knows inclusive and exclusive.",
    };

    /// <summary>A currency code.</summary>
    public static string? Currency(FieldValue? value) => value switch
    {
        FieldValue.Text { Value.Length: 3 or 4 } text when text.Value.All(char.IsAsciiLetterLower) => null,
        _ => $"{Print(value)} is no currency: give a three-letter code in lower case, such as usd.",
    };

    /// <summary>An amount in minor units. What its currency demands of it is checked with the currency at hand: <see cref="Core.Currency.Check"/>.</summary>
    public static string? Amount(FieldValue? value) => value switch
    {
        null => null,
        FieldValue.Number { Value: var amount } => Money.IsWithinLimits(amount) ? null : Money.TooFine,
        _ => Mismatch("an amount", value),
    };

    /// <summary>A rhythm: an interval and how many of them, three years at most.</summary>
    public static string? Recurring(FieldValue? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not FieldValue.Group { Fields: var fields } || fields["interval"] is not FieldValue.Text interval)
        {
            return Mismatch("an interval with a count", value);
        }

        if (!LongestIntervals.TryGetValue(interval.Value, out var longest))
        {
            return $"{interval} is no interval: Stripe knows day, week, month and year.";
        }

        return fields["interval_count"] switch
        {
            null => Terms(fields),
            FieldValue.Number { Value: var count } when count >= 1 && count <= longest && decimal.IsInteger(count) => Terms(fields),
            var count => $"{count} is no count of {interval.Value}s: Stripe takes whole numbers from 1 to {longest}, which is three years.",
        };
    }

    private static string? Terms(Fields fields) => (fields["usage_type"], fields["meter"], fields["trial_period_days"]) switch
    {
        (null, not null, _) => "A meter counts only with usage_type metered: set that, or clear the meter.",
        (FieldValue.Text { Value: "metered" }, not FieldValue.Text, _) => "A metered price needs its meter: name one, mtr_….",
        (not (null or FieldValue.Text { Value: "metered" }), _, _) => $"{Print(fields["usage_type"])} is no usage_type: Stripe knows licensed and metered.",
        (_, _, not (null or FieldValue.Number)) => Mismatch("a number of trial days", fields["trial_period_days"]),
        (_, _, FieldValue.Number { Value: var days }) when days < 1 || !decimal.IsInteger(days) => $"{Money.Print(days)} is no number of trial days: give a whole number above zero, or none.",
        _ => null,
    };

    private static string Mismatch(string wanted, FieldValue? value) => value is FieldValue.Unresolved
        ? $"It points to {value}, which does not exist yet: publish that first."
        : $"Stripe wants {wanted} here, not {Print(value)}.";

    private static string Print(FieldValue? value) => value?.ToString() ?? "nothing";
}
