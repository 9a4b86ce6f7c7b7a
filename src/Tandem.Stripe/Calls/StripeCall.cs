namespace Tandem.Stripe;

/// <summary>What a call is about, for the message of a fault.</summary>
/// <param name="Doing">What was being done to which object: <c>reading product prod_1</c>.</param>
/// <param name="IsWrite">Whether it may have had an effect.</param>
public readonly record struct StripeCall(string Doing, bool IsWrite)
{
    /// <summary>A call without effect.</summary>
    public static StripeCall Read(string doing) => new(doing, IsWrite: false);

    /// <summary>A call that changes something.</summary>
    public static StripeCall Write(string doing) => new(doing, IsWrite: true);
}
