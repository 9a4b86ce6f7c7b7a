namespace Tandem.Sandbox;

/// <summary>What an endpoint answers with, as far as expanding is concerned.</summary>
internal sealed record StripeShape(string Kind)
{
    public static readonly StripeShape Product = new("product");

    public static readonly StripeShape Price = new("price");

    public static readonly StripeShape Event = new("event");

    public static readonly StripeShape Endpoint = new("webhook_endpoint");

    public static readonly StripeShape Account = new("account");

    public static readonly StripeShape Leaf = new("leaf");

    public static readonly StripeShape CurrencyOptions = new("currency_options");

    public static readonly StripeShape CurrencyOption = new("currency_option");

    public bool IsPage { get; init; }

    public bool IsSearch { get; init; }

    public StripeShape Page => this with { IsPage = true };

    public StripeShape Search => this with { IsPage = true, IsSearch = true };
}
