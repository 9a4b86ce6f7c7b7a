namespace Tandem.Sandbox;

/// <summary>The parameter tables of the endpoints: data, so that they can be laid beside Stripe's specification (2026-09-30.endive).</summary>
internal static class StripeParameters
{
    public static readonly StripeParameter Expand = List("expand", Text("", 5000));

    private static readonly StripeParameter[] Paging = [Expand, Integer("limit", long.MinValue), Text("starting_after"), Text("ending_before")];

    private static readonly StripeParameter Metadata = new("metadata", StripeKind.Metadata);

    private static readonly StripeParameter TaxBehavior = Choice("tax_behavior", "exclusive", "inclusive", "unspecified");

    private static readonly StripeParameter[] Amount = [Integer("unit_amount"), Decimal("unit_amount_decimal")];

    private static readonly StripeParameter CustomAmount = Group(
        "custom_unit_amount", Boolean("enabled") with { Required = true }, Integer("maximum"), Integer("minimum"), Integer("preset"));

    private static readonly StripeParameter Tiers = List(
        "tiers",
        Group("", new StripeParameter("up_to", StripeKind.UpTo) { Required = true }, Integer("flat_amount"), Decimal("flat_amount_decimal"), Amount[0], Amount[1]));

    private static readonly StripeParameter CurrencyOptions = new("currency_options", StripeKind.Map)
    {
        Item = Group("", CustomAmount, TaxBehavior, Tiers, Amount[0], Amount[1]),
    };

    private static readonly StripeParameter TaxDetails = Group("tax_details", Text("performance_location"), Text("tax_code"));

    private static readonly StripeParameter[] ProductFields =
    [
        Expand,
        Boolean("active"),
        Text("description", 40_000) with { Kind = StripeKind.Trimmed, Clearable = true },
        List("images", new StripeParameter("", StripeKind.Url)) with { MaxItems = 8, Clearable = true },
        List("marketing_features", Group("", Text("name", 80) with { Kind = StripeKind.Trimmed, Required = true })) with { MaxItems = 15, Clearable = true },
        Metadata with { Clearable = true },
        Text("name") with { Kind = StripeKind.Trimmed },
        Group("package_dimensions", Size("height"), Size("length"), Size("weight"), Size("width")) with { Clearable = true },
        Boolean("shippable"),
        Text("statement_descriptor", 22) with { Clearable = true },
        Text("tax_code") with { Clearable = true },
        TaxDetails with { Clearable = true },
        Text("unit_label", 12) with { Clearable = true },

        // The specification allows more; 800 is what was observed to be refused beyond.
        new StripeParameter("url", StripeKind.Url) { MaxLength = 800, Clearable = true },
    ];

    public static readonly StripeParameter[] ProductCreate =
    [
        .. ProductFields.Select(Settable),
        Text("id"),
        Choice("type", "good", "service"),
        Group(
            "default_price_data",
            Text("currency") with { Required = true },
            CurrencyOptions,
            CustomAmount,
            Metadata,
            Group("recurring", Interval, Integer("interval_count", 1)),
            TaxBehavior,
            Amount[0],
            Amount[1]),
    ];

    // default_price has no empty variant in the specification; Stripe's staff say that it clears (stripe-python#658).
    public static readonly StripeParameter[] ProductUpdate = [.. ProductFields, Text("default_price") with { Clearable = true }];

    public static readonly StripeParameter[] ProductList =
        [.. Paging, Boolean("active"), Range("created"), List("ids", Text("")), Boolean("shippable"), Text("url")];

    public static readonly StripeParameter[] PriceCreate =
    [
        Expand,
        Text("currency") with { Required = true },
        Boolean("active"),
        Choice("billing_scheme", "per_unit", "tiered"),
        CurrencyOptions,
        CustomAmount,
        Text("lookup_key", 200),
        Metadata,
        Text("nickname") with { Kind = StripeKind.Trimmed },
        Text("product"),
        Group(
            "product_data",
            Text("name") with { Kind = StripeKind.Trimmed, Required = true },
            Boolean("active"),
            Text("id"),
            Metadata,
            Text("statement_descriptor", 22),
            Text("tax_code"),
            TaxDetails,
            Text("unit_label", 12)),
        Group(
            "recurring",
            Interval,
            Integer("interval_count", 1),
            Text("meter"),
            Integer("trial_period_days"),
            Choice("usage_type", "licensed", "metered")),
        TaxBehavior,
        Tiers,
        Choice("tiers_mode", "graduated", "volume"),
        Boolean("transfer_lookup_key"),
        Group("transform_quantity", Integer("divide_by", 1) with { Required = true }, Choice("round", "down", "up") with { Required = true }),
        .. Amount,
    ];

    public static readonly StripeParameter[] PriceUpdate =
    [
        Expand,
        Boolean("active"),
        CurrencyOptions with { Clearable = true },
        Text("lookup_key", 200) with { Clearable = true },
        Metadata with { Clearable = true },
        Text("nickname") with { Kind = StripeKind.Trimmed, Clearable = true },
        TaxBehavior,
        Boolean("transfer_lookup_key"),
    ];

    public static readonly StripeParameter[] PriceList =
    [
        .. Paging,
        Boolean("active"),
        Range("created"),
        Text("currency"),
        List("lookup_keys", Text("", 200)) with { MaxItems = 10 },
        Text("product"),
        Group("recurring", Interval with { Required = false }, Text("meter"), Choice("usage_type", "licensed", "metered")),
        Choice("type", "one_time", "recurring"),
    ];

    public static readonly StripeParameter[] EventList =
        [.. Paging, Range("created"), Boolean("delivery_success"), Text("type"), List("types", Text("")) with { MaxItems = 20 }];

    public static readonly StripeParameter[] EndpointCreate =
    [
        Expand,
        List("enabled_events", Text("")) with { Required = true },
        Text("url") with { Required = true },
        Text("api_version"),
        Boolean("connect"),
        Text("description"),
        Metadata,
    ];

    public static readonly StripeParameter[] EndpointUpdate =
    [
        Expand,
        Text("description") with { Clearable = true },
        Boolean("disabled"),
        List("enabled_events", Text("")),
        Metadata with { Clearable = true },
        Text("url"),
    ];

    public static readonly StripeParameter[] EndpointList = Paging;

    public static readonly StripeParameter[] Search = [Expand, Integer("limit", long.MinValue), Text("page"), Text("query") with { Required = true }];

    public static readonly StripeParameter[] Retrieve = [Expand];

    private static StripeParameter Interval => Choice("interval", "day", "month", "week", "year") with { Required = true };

    private static StripeParameter Settable(StripeParameter field) => field with { Clearable = false, Required = field.Name == "name" };

    private static StripeParameter Text(string name, int most = 5000) => new(name, StripeKind.Text) { MaxLength = most };

    private static StripeParameter Integer(string name, long least = 0) => new(name, StripeKind.Integer) { Least = least };

    private static StripeParameter Boolean(string name) => new(name, StripeKind.Boolean);

    private static StripeParameter Decimal(string name) => new(name, StripeKind.Decimal);

    private static StripeParameter Size(string name) => new(name, StripeKind.Decimal) { Places = 2, Required = true };

    private static StripeParameter Choice(string name, params string[] choices) => new(name, StripeKind.Choice) { Choices = choices };

    private static StripeParameter Range(string name) => new(name, StripeKind.Range);

    private static StripeParameter Group(string name, params StripeParameter[] fields) => new(name, StripeKind.Group) { Fields = fields };

    private static StripeParameter List(string name, StripeParameter item) => new(name, StripeKind.List) { Item = item };
}
