using CsCheck;

namespace Tandem.Core.Tests;

[Trait("G", "23")]
public sealed class MoneyLaws
{
    private static readonly int Cases = LawCases.Of(100_000);

    private static readonly Gen<string> AnyCurrency = Gen.OneOf([.. Currency.Known.Order(StringComparer.Ordinal).Select(Gen.Const)]);

    private static readonly Gen<long> AnyWhole = Gen.OneOf(
        Gen.Long[0, 200], Gen.Long[0, 99_999_999], Gen.Long[0, 999_999_999_999_999]);

    private static readonly Gen<decimal> AnyMinor = Gen.Select(AnyWhole, Gen.Long[0, 999_999_999_999], Gen.Int[0, 12], Gen.Bool, (whole, part, decimals, isCut) =>
        whole + (isCut ? decimal.Truncate(part / Power(12 - decimals)) / Power(decimals) : 0));

    [Fact]
    public void An_amount_in_minor_units_survives_the_way_to_major_units_and_back() =>
        Gen.Select(AnyCurrency, AnyMinor).Sample(
            (currency, minor) => Money.ToMinor(Money.ToMajor(minor, currency), currency) == new Amount(minor, null), iter: Cases);

    [Fact]
    public void An_amount_in_major_units_survives_the_way_to_minor_units_and_back() =>
        Gen.Select(AnyCurrency, AnyWhole, Gen.Int[0, 999]).Sample(
            (currency, whole, part) =>
            {
                var decimals = Currency.Exponent(currency);
                var fraction = part.ToString("D3", null)[..decimals];
                var text = decimals == 0 ? $"{whole / 1000}" : $"{whole / 1000}.{fraction}";
                return Money.ToMajor(Money.ToMinor(text, currency).Value!.Value, currency) == text;
            },
            iter: Cases);

    [Fact]
    public void Every_currency_round_trips_every_small_amount()
    {
        foreach (var currency in Currency.Known)
        {
            for (var minor = 0m; minor < LawCases.Of(1_100); minor++)
            {
                Assert.Equal(minor, Money.ToMinor(Money.ToMajor(minor, currency), currency).Value);
            }
        }
    }

    [Fact]
    public void A_printed_number_is_read_back_as_the_same_number_in_the_same_bits() =>
        AnyMinor.Sample(
            minor =>
            {
                var read = Money.Parse(Money.Print(minor)).Value;
                return read == minor && Money.Parse(Money.Print(minor) + (minor % 1 == 0 ? ".000" : "000")).Value!.Value.Scale == read!.Value.Scale;
            },
            iter: Cases);

    [Fact]
    public void Any_text_gives_a_number_or_a_problem_and_never_both() =>
        Gen.OneOf(Gen.String["0123456789.-+,eE '_٣ \t"], Gen.String).Sample(
            text =>
            {
                var amount = Money.Parse(text);
                return amount.Value is null != amount.Problem is null;
            },
            iter: Cases);

    [Fact]
    public void What_is_read_is_exactly_what_is_written() =>
        Gen.String["0123456789."].Where(text => text.Length > 0).Sample(
            text => Money.Parse(text).Value is not { } value || Bare(Money.Print(value)) == Bare(text), iter: Cases);

    private static string Bare(string text)
    {
        var bare = text.TrimStart('0');
        return bare.Contains('.') ? bare.TrimEnd('0').TrimEnd('.') : bare;
    }

    private static decimal Power(int exponent) => Enumerable.Repeat(10m, exponent).Aggregate(1m, (product, ten) => product * ten);
}
