using System.Text;
using Tandem.Engine;

namespace Tandem.Server.Tests.Signatures;

public sealed class StripeSignatureTests
{
    private const string Whsec = "whsec_test_secret";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id":"evt_test_webhook","object":"event"}""");

    [Theory]
    [MemberData(nameof(Vectors.Stripe), MemberType = typeof(Vectors))]
    public void Signatures_of_the_official_client_are_valid(string name, string secret, string header, string body, long seconds)
    {
        Assert.NotEmpty(name);
        Assert.Equal(
            SignatureVerdict.Valid, Verifier(secret).Verify(header, Convert.FromBase64String(body), DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    [Theory]
    [InlineData(300, SignatureVerdict.Valid)]
    [InlineData(301, SignatureVerdict.Expired)]
    [InlineData(-300, SignatureVerdict.Valid)]
    [InlineData(-301, SignatureVerdict.Expired)]
    [InlineData(-86_400, SignatureVerdict.Expired)]
    public void The_window_is_five_minutes_both_ways(int age, SignatureVerdict expected) =>
        Assert.Equal(expected, Check(Signed(), Now.AddSeconds(age)));

    [Fact]
    public void A_body_with_an_added_blank_is_refused() =>
        Assert.Equal(SignatureVerdict.Mismatch, Verifier(Whsec).Verify(Signed(), [.. Body, (byte)' '], Now));

    [Fact]
    public void A_secret_that_ends_in_a_line_feed_is_another_secret() =>
        Assert.Equal(SignatureVerdict.Mismatch, Check(Signer.Stripe(Whsec + "\n", Body, Now)));

    [Theory]
    [InlineData(null, SignatureVerdict.Missing)]
    [InlineData("", SignatureVerdict.Missing)]
    [InlineData("garbage", SignatureVerdict.Malformed)]
    [InlineData(",", SignatureVerdict.Malformed)]
    [InlineData("=", SignatureVerdict.Malformed)]
    [InlineData("t=,v1=", SignatureVerdict.Malformed)]
    [InlineData("t=abc,v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000", SignatureVerdict.Malformed)]
    [InlineData("v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000,v0={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000, v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000,t=1700000000,v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=-1700000000,v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=+1700000000,v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=9999999999999999999999,v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=１７０００００００0,v1={hash}", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000,v1={HASH}", SignatureVerdict.Mismatch)]
    [InlineData("t=1700000000,v1={hash} ", SignatureVerdict.Mismatch)]
    [InlineData("t=1700000000,v1={hash}00", SignatureVerdict.Mismatch)]
    [InlineData("t=1700000000,v1=", SignatureVerdict.Mismatch)]
    [InlineData("t=01700000000,v1={hash}", SignatureVerdict.Mismatch)]
    [InlineData("t=1700000000,v1=00,v1={hash}", SignatureVerdict.Valid)]
    [InlineData("t=1700000000,v0=00,v2=zz,v1={hash}", SignatureVerdict.Valid)]
    public void Only_the_grammar_of_the_vendor_is_accepted(string? header, SignatureVerdict expected)
    {
        var hash = Signer.StripeHash(Whsec, Body, Now);
        Assert.Equal(
            expected, Check(header?.Replace("{hash}", hash, StringComparison.Ordinal).Replace("{HASH}", hash.ToUpperInvariant(), StringComparison.Ordinal)));
    }

    [Fact]
    public void The_length_of_the_header_and_the_number_of_signatures_are_limited()
    {
        Assert.Equal(SignatureVerdict.Valid, Check($"{string.Concat(Enumerable.Repeat("v1=0,", 7))}{Signed()}"));
        Assert.Equal(SignatureVerdict.Malformed, Check($"{string.Concat(Enumerable.Repeat("v1=0,", 8))}{Signed()}"));
        Assert.Equal(SignatureVerdict.Malformed, Check($"{Signed()},v9={new string('0', 1024)}"));
    }

    [Fact]
    public void Every_one_of_several_secrets_counts()
    {
        var verifier = new WebhookSignature(SignatureGrammar.Stripe, [new Secret("whsec_new"), new Secret("whsec_old")]);
        Assert.Equal(SignatureVerdict.Valid, verifier.Verify(Signer.Stripe("whsec_new", Body, Now), Body, Now));
        Assert.Equal(SignatureVerdict.Valid, verifier.Verify(Signer.Stripe("whsec_old", Body, Now), Body, Now));
        Assert.Equal(SignatureVerdict.Mismatch, verifier.Verify(Signer.Stripe("whsec_other", Body, Now), Body, Now));
    }

    [Fact]
    public void Without_a_secret_there_is_no_verifier()
    {
        Assert.Throws<ArgumentException>(() => new WebhookSignature(SignatureGrammar.Stripe, []));
        Assert.Throws<ArgumentException>(() => new Secret(" \n"));
    }

    private static WebhookSignature Verifier(string secret) => new(SignatureGrammar.Stripe, [new Secret(secret)]);

    private static string Signed() => Signer.Stripe(Whsec, Body, Now);

    private static SignatureVerdict Check(string? header, DateTimeOffset? at = null) => Verifier(Whsec).Verify(header, Body, at ?? Now);
}
