namespace Tandem.Core.Tests;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("12.50", "usd", "1250")]
    [InlineData("12", "eur", "1200")]
    [InlineData("0.1", "usd", "10")]
    [InlineData("500", "jpy", "500")]
    [InlineData("5", "isk", "500")]
    [InlineData("5", "ugx", "500")]
    [InlineData("5", "UGX", "500")]
    [InlineData("5.12", "kwd", "5120")]
    [InlineData("1", "huf", "100")]
    [InlineData("0.00000000000001", "usd", "0.000000000001")]
    [InlineData(" 007.50\n", "usd", "750")]
    [InlineData("-1.5", "usd", "-150")]
    [InlineData("9999999999999.99", "usd", "999999999999999")]
    public void An_amount_as_people_write_it_becomes_minor_units(string major, string currency, string minor) =>
        Assert.Equal(minor, Money.Print(Money.ToMinor(major, currency).Value!.Value));

    [Theory]
    [InlineData("1250", "usd", "12.50")]
    [InlineData("1250.5", "usd", "12.505")]
    [InlineData("500", "jpy", "500")]
    [InlineData("0.5", "jpy", "0.5")]
    [InlineData("500", "isk", "5.00")]
    [InlineData("5120", "kwd", "5.120")]
    [InlineData("0", "usd", "0.00")]
    [InlineData("5", "usd", "0.05")]
    public void Minor_units_become_an_amount_as_people_write_it(string minor, string currency, string major) =>
        Assert.Equal(major, Money.ToMajor(Money.Parse(minor).Value!.Value, currency));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e3")]
    [InlineData("1,50")]
    [InlineData("1 000")]
    [InlineData("+5")]
    [InlineData("--5")]
    [InlineData("0x10")]
    [InlineData("$5")]
    [InlineData("NaN")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("１２")]
    [InlineData("1\0")]
    public void A_text_that_is_no_exact_number_is_refused_with_a_sentence(string? text)
    {
        var amount = Money.Parse(text);

        Assert.Null(amount.Value);
        Assert.Contains("such as 12.50", amount.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0000000000001")]
    [InlineData("1000000000000000")]
    public void More_digits_than_are_kept_exactly_are_refused_and_never_rounded(string text) =>
        Assert.Contains("at most", Money.Parse(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void Zeros_that_say_nothing_are_no_digits() =>
        Assert.Equal(1m, Money.Parse("00000000000000000001.00000000000000000000").Value);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("10.10", "10.1")]
    [InlineData("100", "100")]
    [InlineData("0.000000000001", "0.000000000001")]
    public void Equal_numbers_print_equally(string text, string printed) =>
        Assert.Equal(printed, Money.Print(Money.Parse(text).Value!.Value));

    [Fact]
    public void A_negative_zero_prints_as_zero()
    {
        Assert.Equal("0", Money.Print(decimal.Negate(0m)));
        Assert.Equal("0.00", Money.ToMajor(decimal.Negate(0m), "usd"));
    }
}
