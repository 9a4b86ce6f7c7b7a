namespace Tandem.Sandbox;

/// <summary>Ids in Stripe's form, from the world's seed.</summary>
internal sealed class StripeIds(int seed)
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly Random _random = new(seed);

    public string Product() => Next("prod_", 14);

    public string Price() => Next("price_", 24);

    public string Event() => Next("evt_", 24);

    public string Request() => Next("req_", 14);

    public string Endpoint() => Next("we_", 24);

    public string Secret() => Next("whsec_", 32);

    /// <summary>True once in a while: Stripe's own <c>updated</c> is sometimes a second past <c>created</c>.</summary>
    public bool Sometimes() => _random.Next(4) == 0;

    private string Next(string prefix, int length) => prefix + new string(_random.GetItems<char>(Base62, length));
}
