namespace Tandem.Server.Tests.Settings;

/// <summary>Settings as a user would have them.</summary>
public static class Given
{
    public const string StripeKey = "sk_test_CanaryStripeKey51x";
    public const string StripeSecret = "whsec_CanaryStripeSecret+/52";
    public const string SanityToken = "skCanarySanityToken53";
    public const string SanitySecret = "Canary Sanity secret \"54\"";

    public static IReadOnlyList<string> Secrets { get; } = [StripeKey, StripeSecret, SanityToken, SanitySecret];

    /// <summary>An environment that is complete but for the given changes; null takes a variable away.</summary>
    public static SettingsSource Environment(params (string Name, string? Value)[] changes)
    {
        var values = new Dictionary<string, string>
        {
            ["STRIPE_SECRET_KEY"] = StripeKey,
            ["STRIPE_WEBHOOK_SECRET"] = StripeSecret,
            ["SANITY_API_TOKEN"] = SanityToken,
            ["SANITY_WEBHOOK_SECRET"] = SanitySecret,
            ["NEXT_PUBLIC_SANITY_PROJECT_ID"] = "abc123",
            ["NEXT_PUBLIC_SANITY_DATASET"] = "production",
        };
        foreach (var (name, value) in changes)
        {
            values.Remove(name);
            if (value is not null)
            {
                values[name] = value;
            }
        }

        return new SettingsSource("the environment", values);
    }

    /// <summary>A source that knows at most the dataset.</summary>
    public static SettingsSource Source(string name, string? dataset) =>
        new(name, dataset is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["NEXT_PUBLIC_SANITY_DATASET"] = dataset });
}
