namespace Tandem.Engine;

/// <summary>An outbound connection over which a side tells at once that something may have changed.</summary>
/// <remarks>As with <see cref="ICatalog"/>, no member throws for what the vendor does.</remarks>
public interface IListener
{
    /// <summary>Listens until the connection ends, which it does every now and then. Returns what ended it, or null for an orderly end.</summary>
    /// <param name="heard">Told when the connection stands, since something may have come before, and at each event.</param>
    /// <param name="cancellation">Stops listening.</param>
    Task<CatalogFault?> Listen(Func<Heard, Task> heard, CancellationToken cancellation);
}

/// <summary>What a listener heard: that a document was written or is gone. It never carries the change.</summary>
/// <param name="Document">The document, if the event names a published one; null when all that is known is that something may have changed.</param>
/// <param name="Revision">The revision that it has now, or the transaction that took it away.</param>
public readonly record struct Heard(string? Document, string? Revision)
{
    /// <summary>Something may have changed.</summary>
    public static Heard Something { get; }
}
