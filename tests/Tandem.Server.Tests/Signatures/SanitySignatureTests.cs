using System.Text;
using Tandem.Engine;

namespace Tandem.Server.Tests.Signatures;

public sealed class SanitySignatureTests
{
    private const string SharedSecret = "test-secret";
    private const string Body = """{"_id":"product-tee","_type":"product","_rev":"aXk2","title":"T-shirt"}""";
    private const string Hash = "7SzjVO7IdTrwxzCo4aQQ5N7llnFadp9lVJ2YU3jw0c0";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    [Theory]
    [MemberData(nameof(Vectors.Sanity), MemberType = typeof(Vectors))]
    public void Signatures_of_the_official_library_are_valid(string secret, string header, string body, long milliseconds) =>
        Assert.Equal(
            SignatureVerdict.Valid,
            new WebhookSignature(SignatureGrammar.Sanity, [new Secret(secret)]).Verify(header, Encoding.UTF8.GetBytes(body), DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)));

    [Theory]
    [InlineData(24 * 3600_000L, SignatureVerdict.Valid)]
    [InlineData((24 * 3600_000L) + 1, SignatureVerdict.Expired)]
    [InlineData(-300_000, SignatureVerdict.Valid)]
    [InlineData(-300_001, SignatureVerdict.Expired)]
    public void The_window_is_a_day_back_and_five_minutes_ahead(long age, SignatureVerdict expected) =>
        Assert.Equal(expected, Check($"t=1700000000000,v1={Hash}", Now.AddMilliseconds(age)));

    [Theory]
    [InlineData(null, SignatureVerdict.Missing)]
    [InlineData("", SignatureVerdict.Missing)]
    [InlineData("t=1700000000000", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000000,v1=", SignatureVerdict.Malformed)]
    [InlineData("t=,v1=" + Hash, SignatureVerdict.Malformed)]
    [InlineData("v1=" + Hash + ",t=1700000000000", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000000, v1=" + Hash, SignatureVerdict.Malformed)]
    [InlineData(" t=1700000000000,v1=" + Hash, SignatureVerdict.Malformed)]
    [InlineData("t=1700000000000,v1=" + Hash + " ", SignatureVerdict.Malformed)]
    [InlineData("t=1700000000000,v1=" + Hash + ",v1=" + Hash, SignatureVerdict.Malformed)]
    [InlineData("t=1700000000000000000,v1=" + Hash, SignatureVerdict.Malformed)]
    [InlineData("t=1700000000000,v1=" + Hash + "=", SignatureVerdict.Mismatch)]
    [InlineData("t=1700000000,v1=" + Hash, SignatureVerdict.Mismatch)]
    [InlineData("t=1700000000001,v1=" + Hash, SignatureVerdict.Mismatch)]
    public void Only_the_grammar_of_the_vendor_is_accepted(string? header, SignatureVerdict expected) => Assert.Equal(expected, Check(header, Now));

    [Fact]
    public void A_second_spelling_of_the_same_hash_is_refused() =>
        // The last character of 43 carries two bits that decoders drop: "1" would decode to the same bytes as "0".
        Assert.Equal(SignatureVerdict.Mismatch, Check($"t=1700000000000,v1={Hash[..^1]}1", Now));

    [Fact]
    public void Hex_is_the_other_vendors_grammar() =>
        Assert.Equal(SignatureVerdict.Mismatch, Check($"t=1700000000000,v1={Signer.StripeHash(SharedSecret, Encoding.UTF8.GetBytes(Body), Now)}", Now));

    private static SignatureVerdict Check(string? header, DateTimeOffset now) =>
        new WebhookSignature(SignatureGrammar.Sanity, [new Secret(SharedSecret)]).Verify(header, Encoding.UTF8.GetBytes(Body), now);
}
