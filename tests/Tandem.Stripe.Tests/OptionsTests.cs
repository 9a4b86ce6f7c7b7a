using Tandem.Engine;

namespace Tandem.Stripe.Tests;

public sealed class OptionsTests
{
    private static readonly StripeOptions Good = new() { SecretKey = new Secret(" sk_test_canary\n") };

    [Trait("G", "17")]
    [Fact]
    public void The_key_is_never_printed()
    {
        Assert.DoesNotContain("canary", Good.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", System.Text.Json.JsonSerializer.Serialize(Good), StringComparison.Ordinal);
    }

    [Fact]
    public void White_space_around_a_copied_key_is_cut_and_the_defaults_are_sound() => Assert.Null(Good.Problem());

    [Theory]
    [InlineData("pk_test_x", null, "publishable")]
    [InlineData("sk_test x", null, "copy it again")]
    [InlineData("sk_test_ä", null, "copy it again")]
    [InlineData("sk_test_x", "ftp://api.stripe.com", "must be whole")]
    [InlineData("sk_live_x", "http://example.test", "open line")]
    public void What_cannot_work_is_said_before_anything_is_sent(string key, string? address, string word)
    {
        var options = new StripeOptions { SecretKey = new Secret(key), ApiBase = address is null ? null : new Uri(address) };

        Assert.Contains(word, options.Problem(), StringComparison.Ordinal);
        var thrown = Assert.Throws<ArgumentException>(() => StripeCatalog.Create(options, TimeProvider.System));
        Assert.DoesNotContain(key, thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        Assert.NotNull((Good with { PageLimit = 101 }).Problem());
        Assert.NotNull((Good with { PageLimit = 0 }).Problem());
        Assert.NotNull((Good with { MaxPages = 0 }).Problem());
        Assert.NotNull((Good with { MaxResponseBytes = 0 }).Problem());
        Assert.NotNull((Good with { Timeout = TimeSpan.Zero }).Problem());
    }

    [Fact]
    public void A_test_key_may_go_to_a_stand_in_on_another_machine() =>
        Assert.Null((Good with { ApiBase = new Uri("http://sandbox:8080") }).Problem());
}
