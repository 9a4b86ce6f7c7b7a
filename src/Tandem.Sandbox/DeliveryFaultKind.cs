namespace Tandem.Sandbox;

/// <summary>What goes wrong with a webhook delivery.</summary>
public enum DeliveryFaultKind
{
    /// <summary>It is never sent, and never tried again.</summary>
    Drop,

    /// <summary>It is sent twice.</summary>
    Duplicate,

    /// <summary>It is sent late.</summary>
    Delay,

    /// <summary>The next delivery overtakes it; without a next one it is merely late.</summary>
    Reorder,

    /// <summary>The vendor makes two distinct events of one change (Stripe says that it happens); a world without event objects sends a duplicate.</summary>
    Twin,
}
