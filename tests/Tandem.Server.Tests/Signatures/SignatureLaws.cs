using System.Text;
using CsCheck;
using Tandem.Engine;

namespace Tandem.Server.Tests.Signatures;

/// <summary>Whatever is changed in a signed delivery, it is refused, and nothing that is sent makes the verifier throw.</summary>
[Trait("G", "12")]
public sealed class SignatureLaws
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
    private static readonly Gen<byte[]> Bodies = Gen.Byte.Array[0, 300];
    private static readonly WebhookSignature Stripe = new(SignatureGrammar.Stripe, [new Secret("whsec_one"), new Secret("whsec_two")]);
    private static readonly WebhookSignature Sanity = new(SignatureGrammar.Sanity, [new Secret("one"), new Secret("two")]);

    [Fact]
    public void A_signed_body_is_valid() =>
        Bodies.Sample(body =>
            Stripe.Verify(Signer.Stripe("whsec_two", body, Now), body, Now) == SignatureVerdict.Valid
            && Sanity.Verify(Signer.Sanity("two", body, Now), body, Now) == SignatureVerdict.Valid);

    [Fact]
    public void Any_flipped_bit_of_the_header_is_refused() =>
        Bodies.Sample(
            body =>
                Flips(Signer.Stripe("whsec_one", body, Now)).All(header => Stripe.Verify(header, body, Now) != SignatureVerdict.Valid)
                && Flips(Signer.Sanity("one", body, Now)).All(header => Sanity.Verify(header, body, Now) != SignatureVerdict.Valid),
            iter: 100);

    [Fact]
    public void Any_flipped_bit_of_the_body_is_refused() =>
        Gen.Select(Gen.Byte.Array[1, 300], Gen.Int[0, 7], Gen.Int[0, 299]).Sample((body, bit, at) =>
        {
            var changed = body.ToArray();
            changed[at % body.Length] ^= (byte)(1 << bit);
            return Stripe.Verify(Signer.Stripe("whsec_one", body, Now), changed, Now) == SignatureVerdict.Mismatch
                && Sanity.Verify(Signer.Sanity("one", body, Now), changed, Now) == SignatureVerdict.Mismatch;
        });

    [Fact]
    public void A_cut_or_lengthened_body_is_refused() =>
        Gen.Select(Gen.Byte.Array[1, 300], Gen.Byte).Sample((body, extra) =>
            Stripe.Verify(Signer.Stripe("whsec_one", body, Now), body.AsSpan(..^1), Now) == SignatureVerdict.Mismatch
            && Stripe.Verify(Signer.Stripe("whsec_one", body, Now), [.. body, extra], Now) == SignatureVerdict.Mismatch);

    [Fact]
    public void Garbage_never_throws_and_is_never_valid()
    {
        var pieces = Gen.OneOf(new[] { "t=", "v1=", "v0=", ",", "=", " ", "1800000000", "1800000000000", "99999999999999999999", "-", "\0", "é", "\ud800", "🧢", new string('a', 64), new string('A', 43) }.Select(Gen.Const).ToArray());
        Gen.Select(pieces.Array[0, 12], Bodies).Sample((parts, body) =>
            Stripe.Verify(string.Concat(parts), body, Now) != SignatureVerdict.Valid && Sanity.Verify(string.Concat(parts), body, Now) != SignatureVerdict.Valid);
    }

    private static IEnumerable<string> Flips(string header)
    {
        var bytes = Encoding.ASCII.GetBytes(header);
        for (var index = 0; index < bytes.Length * 8; index++)
        {
            var flipped = bytes.ToArray();
            flipped[index / 8] ^= (byte)(1 << (index % 8));
            yield return Encoding.Latin1.GetString(flipped);
        }
    }
}
