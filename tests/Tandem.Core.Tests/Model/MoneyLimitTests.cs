using System.Globalization;

namespace Tandem.Core.Tests;

public sealed class MoneyLimitTests
{
    [Theory]
    [InlineData("999999999999999", true)]
    [InlineData("-999999999999999", true)]
    [InlineData("1000000000000000", false)]
    [InlineData("-1000000000000000", false)]
    [InlineData("0.000000000001", true)]
    [InlineData("0.0000000000010", true)]
    [InlineData("0.0000000000001", false)]
    [InlineData("0", true)]
    public void The_limits_are_those_within_which_nothing_is_rounded(string amount, bool isWithin) =>
        Assert.Equal(isWithin, Money.IsWithinLimits(Number(amount)));

    [Theory]
    [InlineData("9999999999999.99", "usd", true)]
    [InlineData("10000000000000", "usd", false)]
    [InlineData("999999999999999", "jpy", true)]
    [InlineData("1000000000000000", "jpy", false)]
    [InlineData("999999999999.999", "kwd", true)]
    [InlineData("1000000000000", "kwd", false)]
    [InlineData("0.00000000000001", "usd", true)]
    [InlineData("0.000000000000001", "usd", false)]
    [InlineData("0.000000000001", "jpy", true)]
    [InlineData("0.0000000000001", "jpy", false)]
    [InlineData("0.000000000000001", "kwd", true)]
    [InlineData("0.0000000000000001", "kwd", false)]
    public void An_amount_in_major_units_may_be_as_large_and_as_fine_as_its_minor_units_may(string major, string currency, bool isWithin)
    {
        var amount = Money.ToMinor(major, currency);

        Assert.Equal(isWithin, amount.Value is not null);
        Assert.Equal(isWithin, amount.Problem is null);
    }

    [Theory]
    [InlineData("999999999999999.999999999999", "usd", "9999999999999.99999999999999")]
    [InlineData("999999999999999.999999999999", "kwd", "999999999999.999999999999999")]
    [InlineData("-1250", "usd", "-12.50")]
    [InlineData("1250.5000", "usd", "12.505")]
    [InlineData("1000", "jpy", "1000")]
    public void Every_digit_reaches_the_major_units(string minor, string currency, string major) =>
        Assert.Equal(major, Money.ToMajor(Number(minor), currency));

    [Theory]
    [InlineData("12.50", "12.5")]
    [InlineData("0012", "12")]
    [InlineData("0", "0.000")]
    [InlineData("-0", "0")]
    public void Equal_amounts_are_equal_in_every_bit(string one, string other) =>
        Assert.Equal(decimal.GetBits(Money.Parse(one).Value!.Value), decimal.GetBits(Money.Parse(other).Value!.Value));

    [Fact]
    public void An_amount_in_minor_units_has_no_more_bits_than_it_needs() =>
        Assert.Equal(decimal.GetBits(1250m), decimal.GetBits(Money.ToMinor("12.50", "usd").Value!.Value));

    [Theory]
    [InlineData("-12.5", -12.5)]
    [InlineData(" -7 ", -7)]
    [InlineData("0.05", 0.05)]
    [InlineData("100", 100)]
    public void A_number_is_read_exactly(string text, double value) => Assert.Equal(new Amount((decimal)value, null), Money.Parse(text));

    [Fact]
    public void A_number_prints_with_all_the_digits_that_a_decimal_can_hold() =>
        Assert.Equal("0.1234567890123456789012345678", Money.Print(0.1234567890123456789012345678m));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
