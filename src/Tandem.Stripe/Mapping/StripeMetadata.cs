using Tandem.Core;

namespace Tandem.Stripe;

/// <summary>The keys that a connection writes into Stripe's metadata: the one place where they are named.</summary>
/// <remarks>
/// The seed's connection uses the bare names; every other one adds its own name, so that two connections on one account do not read each other's marks.
/// Keys have at most 40 characters and no brackets (https://docs.stripe.com/api/metadata); a connection name that does not fit is replaced by its hash.
/// </remarks>
/// <param name="Mirror">The key of the Sanity document that an object mirrors.</param>
/// <param name="Operation">The key of the operation that made a price.</param>
public sealed record StripeMetadata(string Mirror, string Operation)
{
    /// <summary>The name of the connection whose keys are bare.</summary>
    public const string DefaultConnection = "default";

    /// <summary>The most characters of a metadata key.</summary>
    public const int MaxKey = 40;

    /// <summary>The most characters of a metadata value.</summary>
    public const int MaxValue = 500;

    private const string MirrorKey = "sanity_id";
    private const string OperationKey = "sync_op";
    private const int HashLength = 16;

    /// <summary>The keys of a connection.</summary>
    public static StripeMetadata Of(string connection)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        if (connection == DefaultConnection)
        {
            return new StripeMetadata(MirrorKey, OperationKey);
        }

        var suffix = "_" + (Fits(connection) ? connection : Derived.Hex("stripe metadata", connection)[..HashLength]);
        return new StripeMetadata(MirrorKey + suffix, OperationKey + suffix);
    }

    /// <summary>Whether a key is a mark of ours, or of another connection's: those are nobody's fields.</summary>
    public static bool IsMark(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new[] { MirrorKey, OperationKey }.Any(mark => key == mark || key.StartsWith(mark + "_", StringComparison.Ordinal));
    }

    /// <summary>Why nobody's field can be kept under a key, or null when it can.</summary>
    public static string? Problem(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key switch
        {
            _ when IsMark(key) => $"The key \"{key}\" is Tandem's own mark: use another one.",
            _ when key.ContainsAny('[', ']') => $"The key \"{key}\" has brackets, which Stripe does not take in metadata: rename it.",
            _ => StripeChecks.Text(key, MaxKey) is null ? null : $"The key \"{key}\" does not fit: Stripe takes at most {MaxKey} characters. Shorten it.",
        };
    }

    private static bool Fits(string connection) =>
        connection.Length <= MaxKey - MirrorKey.Length - 1 && connection.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
