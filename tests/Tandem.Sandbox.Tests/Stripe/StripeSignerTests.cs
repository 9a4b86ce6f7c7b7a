using System.Text;

namespace Tandem.Sandbox.Tests;

/// <summary>The vectors were made with npm stripe 23.1.0 and verified with plain HMAC and Stripe.net 53.1.0.</summary>
public sealed class StripeSignerTests
{
    private const string Pretty =
        "ewogICJpZCI6ICJldnRfMVBnYWZUQjdXWjAxemdrV1owMDAwMDAxIiwKICAib2JqZWN0IjogImV2ZW50IiwKICAiYXBpX3ZlcnNpb24iOiAiMjAyNi0xMC0yOC5lbmRpdmUiLAogICJjcmVhdGVkIjogMTczMjM5MjAwMCwKICAiZGF0YSI6IHsKICAgICJvYmplY3QiOiB7CiAgICAgICJpZCI6ICJwcm9kX1FhQmNEZUZnSGlKa0xtIiwKICAgICAgIm9iamVjdCI6ICJwcm9kdWN0IiwKICAgICAgIm5hbWUiOiAiR29sZCBQbGFuIgogICAgfSwKICAgICJwcmV2aW91c19hdHRyaWJ1dGVzIjogewogICAgICAibmFtZSI6ICJTaWx2ZXIgUGxhbiIsCiAgICAgICJ1cGRhdGVkIjogMTczMjM5MTAwMAogICAgfQogIH0sCiAgImxpdmVtb2RlIjogZmFsc2UsCiAgInBlbmRpbmdfd2ViaG9va3MiOiAxLAogICJyZXF1ZXN0IjogewogICAgImlkIjogInJlcV84dWZIcllPcVJuNFNsYiIsCiAgICAiaWRlbXBvdGVuY3lfa2V5IjogInN5bmMtMDAwMSIKICB9LAogICJ0eXBlIjogInByb2R1Y3QudXBkYXRlZCIKfQ==";

    private const string Secret = "whsec_8d2f6c1b0a9e4f73a5c6d7e8f9a0b1c2";

    [Theory]
    [InlineData("eyJpZCI6ImV2dF90ZXN0X3dlYmhvb2siLCJvYmplY3QiOiJldmVudCJ9", "whsec_test_secret", 1700000000, "d95c6b7477fbd7e9f90b1b0ef5f9c7ac25abca5382460e0d988c2b2a5b71b990")]
    [InlineData(Pretty, Secret, 1732392001, "8666b3322dd72b128acdf30e34d2e4400d3dcd3e95273e2a265ff01b0a812044")]
    [InlineData("eyJpZCI6ImV2dF91dGY4Iiwib2JqZWN0IjoiZXZlbnQiLCJkYXRhIjp7Im9iamVjdCI6eyJuYW1lIjoiR3LDtsOfZSDigJMg6KO95ZOBIPCfmoAifX19", Secret, 1732392002, "949023e2fca41cc36a00c6e85061d2baf534c2b2a578f1eb4f26b3c9639a140d")]
    [InlineData("ew0KCSJpZCI6ICJldnRfY3JsZiIsDQoJIm9iamVjdCI6ICJldmVudCINCn0NCg==", "whsec_test_secret", 1893456000, "eb2094b6857be0268bb30cb993eb21b6e11fc2e87b863181586e53da9e2e58b4")]
    public void The_signer_reproduces_the_recorded_vectors(string body, string secret, long at, string signature) =>
        Assert.Equal($"t={at},v1={signature}", StripeSigner.Header([secret], Convert.FromBase64String(body), DateTimeOffset.FromUnixTimeSeconds(at), withTestScheme: false));

    [Fact]
    public void During_a_roll_both_secrets_sign_and_v0_repeats_the_newest() => Assert.Equal(
        "t=1732392003,v1=f1cada985f7910c111d978f82660b51b697a24ba0c7980be90d2f2637332ddb3,v1=331a962fd57664845376c5bd8acb0440a475e21377e326ac66aa3c6dc55b39cf,v0=f1cada985f7910c111d978f82660b51b697a24ba0c7980be90d2f2637332ddb3",
        StripeSigner.Header([Secret, "whsec_prev_rolled_secret_0001"], Convert.FromBase64String(Pretty), DateTimeOffset.FromUnixTimeSeconds(1732392003), withTestScheme: true));

    [Fact]
    public void The_pretty_vector_is_what_it_says() => Assert.Equal(508, Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(Convert.FromBase64String(Pretty))));
}
