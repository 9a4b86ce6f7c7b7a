using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>How one connection reaches Stripe.</summary>
public sealed record StripeOptions
{
    /// <summary>The secret or restricted key (<c>sk_…</c>, <c>rk_…</c>). A restricted key needs products, prices (<c>rak_plan_write</c>) and events.</summary>
    public required Secret SecretKey { get; init; }

    /// <summary>The connection's name, which metadata keys and deliveries carry. Default: <c>default</c>.</summary>
    public string Connection { get; init; } = StripeMetadata.DefaultConnection;

    /// <summary>Another host than Stripe's own, without a path. Default: null, which is <c>https://api.stripe.com</c>.</summary>
    public Uri? ApiBase { get; init; }

    /// <summary>How long one call may take, from the first byte sent to the last one read. Default: 30 seconds.</summary>
    /// <remarks>Keep it well below the engine's lease: a lease that ends while a write is under way lets another worker plan on old sight.</remarks>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many objects a list call asks for: 1 to 100, which is also Stripe's most. Default: 100.</summary>
    public int PageLimit { get; init; } = 100;

    /// <summary>How many pages one question may read before it is refused. Default: 50, which is 5,000 prices of one product.</summary>
    public int MaxPages { get; init; } = 50;

    /// <summary>The most bytes that one answer may have. Default: 8 MB.</summary>
    public int MaxResponseBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Whose data the key must open; events of another account or mode are marked as foreign. Default: null, which checks nothing.</summary>
    public Identity? Expected { get; init; }

    /// <summary>What is wrong with these options and what to do, or null.</summary>
    public string? Problem()
    {
        if (SecretKey.Reveal().Any(c => c is <= ' ' or > '~'))
        {
            return "The Stripe key holds a character that no key has: copy it again from Stripe's dashboard.";
        }

        if (SecretKey.Reveal().StartsWith("pk_", StringComparison.Ordinal))
        {
            return "This is Stripe's publishable key, which cannot read products: use the secret key (sk_…) or a restricted one (rk_…).";
        }

        if (ApiBase is { IsAbsoluteUri: false } || ApiBase is { Scheme: not ("http" or "https") })
        {
            return "The address of Stripe's API must be whole, such as https://api.stripe.com.";
        }

        if (ApiBase is { Scheme: "http", IsLoopback: false } && !SecretKey.Reveal().Contains("_test_", StringComparison.Ordinal))
        {
            return "A live key is not sent over an open line to another machine: give the address of Stripe's API with https.";
        }

        if (Timeout <= TimeSpan.Zero)
        {
            return "The timeout of calls to Stripe must be longer than nothing.";
        }

        return PageLimit is < 1 or > 100 || MaxPages < 1 || MaxResponseBytes < 1
            ? "Stripe's pages have 1 to 100 objects, and the limits of pages and bytes are at least 1."
            : null;
    }
}
