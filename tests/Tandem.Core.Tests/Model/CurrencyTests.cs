namespace Tandem.Core.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("usd", true)]
    [InlineData("USD", true)]
    [InlineData("usdc", true)]
    [InlineData("isk", true)]
    [InlineData("euro", false)]
    [InlineData("", false)]
    [InlineData(" usd", false)]
    [InlineData(null, false)]
    public void Only_codes_that_stripe_is_known_to_take_are_known(string? code, bool isKnown) =>
        Assert.Equal(isKnown, Currency.IsKnown(code));

    [Fact]
    public void The_table_is_whole_and_in_lower_case()
    {
        Assert.Equal(150, Currency.Known.Count);
        Assert.All(Currency.Known, code => Assert.Matches("^[a-z]{3,4}$", code));
    }

    [Fact]
    public void The_exponents_are_those_of_the_vendor()
    {
        var byExponent = Currency.Known.ToLookup(Currency.Exponent);

        Assert.Equal(
            ["bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf"],
            byExponent[0].Order(StringComparer.Ordinal));
        Assert.Equal(["bhd", "jod", "kwd", "omr", "tnd"], byExponent[3].Order(StringComparer.Ordinal));
        Assert.Equal(Currency.Known.Count - 20, byExponent[2].Count());
        Assert.Equal(2, Currency.Exponent("xyz"));
    }

    [Theory]
    [InlineData("usd", "0")]
    [InlineData("usd", "1")]
    [InlineData("usd", "0.000000000001")]
    [InlineData("jpy", "1")]
    [InlineData("isk", "500")]
    [InlineData("ugx", "0")]
    [InlineData("kwd", "5120")]
    [InlineData("huf", "101")]
    [InlineData("twd", "101")]
    [InlineData("xyz", "1")]
    public void A_sound_amount_has_no_problem(string code, string minor) =>
        Assert.Null(Currency.Check(code, Money.Parse(minor).Value!.Value));

    [Theory]
    [InlineData("usd", "-1", "negative")]
    [InlineData("isk", "501", "end in 00")]
    [InlineData("ISK", "550", "end in 00")]
    [InlineData("ugx", "100.5", "end in 00")]
    [InlineData("kwd", "5125", "end in 0 ")]
    [InlineData("tnd", "0.5", "end in 0 ")]
    public void An_amount_that_stripe_cannot_charge_is_named(string code, string minor, string says) =>
        Assert.Contains(says, Currency.Check(code, Money.Parse(minor).Value!.Value), StringComparison.Ordinal);

    [Theory]
    [InlineData("0.0000000000001")]
    [InlineData("1000000000000000")]
    public void An_amount_beyond_what_is_kept_exactly_is_named(string minor) =>
        Assert.Contains("at most", Currency.Check("usd", decimal.Parse(minor, System.Globalization.CultureInfo.InvariantCulture)), StringComparison.Ordinal);
}
