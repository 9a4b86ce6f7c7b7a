using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Core;

/// <summary>Which way a field travels.</summary>
public enum Direction
{
    /// <summary>Both ways. The default.</summary>
    Both,

    /// <summary>From Sanity to Stripe only: for fields that Stripe shows with loss. An edit in Stripe is a conflict.</summary>
    ToStripe,

    /// <summary>From Stripe to Sanity only. An edit in Sanity is a conflict.</summary>
    ToSanity,

    /// <summary>Not at all.</summary>
    Off,
}

/// <summary>Who wins when both sides edited a field differently.</summary>
public enum Winner
{
    /// <summary>Sanity's value; Stripe's is kept in the journal. The default.</summary>
    Sanity,

    /// <summary>Stripe's value; Sanity's is kept in the journal.</summary>
    Stripe,

    /// <summary>Nobody: the field waits for a person, everything else goes on.</summary>
    Ask,
}

/// <summary>How one field is kept equal.</summary>
/// <param name="Kind">The sort of object that has it.</param>
/// <param name="Field">Its canonical name, which is Stripe's own (<c>metadata.brand</c> for a key of the metadata).</param>
/// <param name="Direction">Which way it travels.</param>
/// <param name="Winner">Who wins a conflict.</param>
/// <param name="Permanence">What Stripe lets happen to it on an existing price.</param>
public sealed record FieldRule(
    Kind Kind, string Field, Direction Direction = Direction.Both, Winner Winner = Winner.Sanity, Permanence Permanence = Permanence.None)
{
    /// <summary>Whether it makes a price what it is: no price can be made before it is known.</summary>
    public bool IsContent => Permanence == Permanence.Fixed;

    /// <summary>Where documents hold it, when that is not the usual place. What was agreed of another place counts no more.</summary>
    public string Place { get; init; } = "";

    /// <summary>Whether an existing price cannot come to show a value: a new price has to take its place.</summary>
    public bool NeedsNewPrice(FieldValue? from, FieldValue? to) => !Equals(from, to) && Permanence switch
    {
        Permanence.Fixed => true,
        Permanence.SetOnce => from is not null,
        Permanence.Grows => from is FieldValue.Group { Fields: var was } && Loses(was, (to as FieldValue.Group)?.Fields ?? Fields.None),
        _ => false,
    };

    // An entry that goes, or one whose tax behavior was decided and is to be another.
    private static bool Loses(Fields was, Fields wanted) => was.Any(entry => wanted[entry.Key] is not FieldValue.Group { Fields: var now }
        || (entry.Value is FieldValue.Group { Fields: var before } && before[FieldNames.TaxBehavior] is { } decided && !Equals(decided, now[FieldNames.TaxBehavior])));
}

/// <summary>What Stripe lets happen to a field of an existing price. https://docs.stripe.com/api/prices/update</summary>
public enum Permanence
{
    /// <summary>It can be changed and cleared at any time.</summary>
    None,

    /// <summary>It is made with the price and stays.</summary>
    Fixed,

    /// <summary>It can be set while the price has none, and stays then.</summary>
    SetOnce,

    /// <summary>It is a group to which entries can be added, and whose entries can be changed, but not removed.</summary>
    Grows,
}

/// <summary>Everything about a connection that the planner obeys.</summary>
public sealed record Policy
{
    /// <summary>The fields that are kept equal.</summary>
    public required ImmutableArray<FieldRule> Rules { get; init; }

    /// <summary>Whether archived Stripe prices that no document knows are given one. Default: no, only on request.</summary>
    public bool ImportsArchivedPrices { get; init; }

    /// <summary>Which changes of prices wait for a person.</summary>
    public PriceLimits Limits { get; init; } = new();

    /// <summary>The rule of a field, or null when the field is not kept equal.</summary>
    public FieldRule? Rule(Kind kind, string field) => Rules.FirstOrDefault(rule => rule.Kind == kind && rule.Field == field);

    /// <summary>
    /// The policy with a rule for every key of the metadata that these fields name: where the metadata travel as a whole, they are merged key by key. A key that has
    /// a rule of its own keeps that.
    /// </summary>
    public Policy For(IEnumerable<(Kind Kind, string Field)> shown) => Rules.Any(IsWhole)
        ? this with
        {
            Rules =
            [
                .. Rules.Where(rule => !IsWhole(rule)),
                .. from field in shown.Where(field => FieldNames.KeyOf(field.Field) is not null && Rule(field.Kind, field.Field) is null).Distinct().Order()
                   from whole in Rules.Where(rule => IsWhole(rule) && rule.Kind == field.Kind)
                   select whole with { Field = field.Field },
            ],
        }
        : this;

    private static bool IsWhole(FieldRule rule) => rule is { Field: FieldNames.Metadata, Direction: not Direction.Off };

    /// <summary>The rules of one kind that travel at all.</summary>
    public IEnumerable<FieldRule> RulesOf(Kind kind) => Rules.Where(rule => rule.Kind == kind && rule.Direction != Direction.Off);

    /// <summary>The fields that documents hold in another place than usual, a line each (<c>Product.name=title</c>): records remember it.</summary>
    public string Mapping => string.Join('\n', Rules.Where(rule => rule.Place.Length > 0).Select(rule => $"{rule.Kind}.{rule.Field}={rule.Place}").Order(StringComparer.Ordinal));

    /// <summary>The defaults: every field both ways, Sanity wins, images only out; some fields of products are off until a mapping names them.</summary>
    public static Policy Default { get; } = new()
    {
        Rules =
        [
            new(Kind.Product, FieldNames.Name),
            new(Kind.Product, FieldNames.Description),
            new(Kind.Product, FieldNames.Active),
            new(Kind.Product, FieldNames.Images, Direction.ToStripe),
            new(Kind.Product, FieldNames.Brand),
            new(Kind.Product, FieldNames.DefaultPrice),
            new(Kind.Product, FieldNames.TaxCode, Direction.Off),
            new(Kind.Product, FieldNames.UnitLabel, Direction.Off),
            new(Kind.Product, FieldNames.Url, Direction.Off),
            new(Kind.Product, FieldNames.StatementDescriptor, Direction.Off),
            new(Kind.Product, FieldNames.Shippable, Direction.Off),
            new(Kind.Product, FieldNames.PackageDimensions, Direction.Off),
            new(Kind.Product, FieldNames.MarketingFeatures, Direction.Off),
            new(Kind.Product, FieldNames.Metadata, Direction.Off),
            new(Kind.Price, FieldNames.Currency, Permanence: Permanence.Fixed),
            new(Kind.Price, FieldNames.UnitAmount, Permanence: Permanence.Fixed),
            new(Kind.Price, FieldNames.Tiers, Permanence: Permanence.Fixed),
            new(Kind.Price, FieldNames.TiersMode, Permanence: Permanence.Fixed),
            new(Kind.Price, FieldNames.CustomUnitAmount, Permanence: Permanence.Fixed),
            new(Kind.Price, FieldNames.TransformQuantity, Permanence: Permanence.Fixed),
            new(Kind.Price, FieldNames.Recurring, Permanence: Permanence.Fixed),
            new(Kind.Price, FieldNames.Active),
            new(Kind.Price, FieldNames.Nickname),
            new(Kind.Price, FieldNames.LookupKey),
            new(Kind.Price, FieldNames.TaxBehavior, Permanence: Permanence.SetOnce),
            new(Kind.Price, FieldNames.CurrencyOptions, Permanence: Permanence.Grows),
            new(Kind.Price, FieldNames.Metadata, Direction.Off),
        ],
    };
}

/// <summary>Which changes of prices look like slips, and wait for a person.</summary>
public sealed record PriceLimits
{
    /// <summary>How many times as much, or as little, an amount may become by one change. Default: 10; null for any.</summary>
    public decimal? Factor { get; init; } = 10;

    /// <summary>Whether a price that becomes free of charge waits. Default: yes.</summary>
    public bool HoldsZero { get; init; } = true;

    /// <summary>Whether another currency waits. Default: yes.</summary>
    public bool HoldsCurrency { get; init; } = true;

    /// <summary>Nothing waits.</summary>
    public static PriceLimits None { get; } = new() { Factor = null, HoldsZero = false, HoldsCurrency = false };
}

/// <summary>The canonical field names of this version: Stripe's own parameter names.</summary>
public static class FieldNames
{
    /// <summary>The product's name; both vendors need one.</summary>
    public const string Name = "name";

    /// <summary>The product's description.</summary>
    public const string Description = "description";

    /// <summary>Whether the object can be sold. Unset in Sanity means yes.</summary>
    public const string Active = "active";

    /// <summary>An ordered list of at most 8 picture addresses.</summary>
    public const string Images = "images";

    /// <summary>The brand, a metadata key in Stripe.</summary>
    public const string Brand = "metadata.brand";

    /// <summary>The product's default price, as a slot.</summary>
    public const string DefaultPrice = "default_price";

    /// <summary>The kind of goods, for taxes: <c>txcd_…</c>.</summary>
    public const string TaxCode = "tax_code";

    /// <summary>What one of it is called on receipts: <c>seat</c>.</summary>
    public const string UnitLabel = "unit_label";

    /// <summary>The address of the product's page.</summary>
    public const string Url = "url";

    /// <summary>What a customer's bank statement says.</summary>
    public const string StatementDescriptor = "statement_descriptor";

    /// <summary>Whether it is shipped; once said, Stripe cannot forget it.</summary>
    public const string Shippable = "shippable";

    /// <summary>The package: a group of <c>height</c>, <c>length</c>, <c>width</c> in inches and <c>weight</c> in ounces.</summary>
    public const string PackageDimensions = "package_dimensions";

    /// <summary>An ordered list of at most 15 features that pricing tables show.</summary>
    public const string MarketingFeatures = "marketing_features";

    /// <summary>All keys of the metadata that have no rule of their own. What an object shows are its keys, each a field: <c>metadata.color</c>.</summary>
    public const string Metadata = "metadata";

    /// <summary>The field of a key of the metadata.</summary>
    public static string OfKey(string key) => $"{Metadata}.{key}";

    /// <summary>The key of the metadata that a field is; null when it is none.</summary>
    public static string? KeyOf(string field) => field.StartsWith(Metadata + ".", StringComparison.Ordinal) && field.Length > Metadata.Length + 1 ? field[(Metadata.Length + 1)..] : null;

    /// <summary>The amount in minor units of the currency.</summary>
    public const string UnitAmount = "unit_amount";

    /// <summary>
    /// Amounts by quantity, instead of one: a list of groups of <c>up_to</c> (missing in the last one, which has no end), <c>unit_amount</c> for each unit and
    /// <c>flat_amount</c> for the whole tier.
    /// </summary>
    public const string Tiers = "tiers";

    /// <summary>What tiers mean: <c>graduated</c>, each unit costs what its own tier says, or <c>volume</c>, all cost what the last one's says.</summary>
    public const string TiersMode = "tiers_mode";

    /// <summary>The customer chooses the amount: a group of <c>enabled</c>, and <c>minimum</c>, <c>maximum</c> and <c>preset</c> in minor units where they are set.</summary>
    public const string CustomUnitAmount = "custom_unit_amount";

    /// <summary>Units are charged by packages: a group of <c>divide_by</c> and <c>round</c> (<c>up</c> or <c>down</c>).</summary>
    public const string TransformQuantity = "transform_quantity";

    /// <summary>The fields of which a price has exactly one.</summary>
    public static ImmutableArray<string> Ways { get; } = [UnitAmount, Tiers, CustomUnitAmount];

    /// <summary>Amounts in other currencies: a group of a group for each currency, of <c>unit_amount</c> and <c>tax_behavior</c>.</summary>
    public const string CurrencyOptions = "currency_options";

    /// <summary>The lower-case ISO code.</summary>
    public const string Currency = "currency";

    /// <summary>
    /// The rhythm of a subscription price: a group of <c>interval</c> and <c>interval_count</c>, with <c>trial_period_days</c> if there is a trial, and
    /// <c>usage_type</c> and <c>meter</c> if it is metered.
    /// </summary>
    public const string Recurring = "recurring";

    /// <summary>A name for people in the Dashboard.</summary>
    public const string Nickname = "nickname";

    /// <summary>Whether the amount holds the tax: <c>inclusive</c> or <c>exclusive</c>; unset is Stripe's <c>unspecified</c>.</summary>
    public const string TaxBehavior = "tax_behavior";

    /// <summary>A key, unique in the Stripe account, by which code finds the price.</summary>
    public const string LookupKey = "lookup_key";
}

/// <summary>Ids that are derived from what they stand for, so that doing a thing twice collides instead of doubling.</summary>
public static class Derived
{
    /// <summary>A stable 128-bit id, in lower-case hex, of the given parts. The parts cannot run into each other.</summary>
    public static string Hex(params ReadOnlySpan<string> parts) => Convert.ToHexStringLower(Hash(parts).AsSpan(0, 16));

    /// <summary>A stable UUID (version 5 layout) of the given parts, as Sanity's transaction ids are.</summary>
    public static string Uuid(params ReadOnlySpan<string> parts)
    {
        var bytes = Hash(parts).AsSpan(0, 16).ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static byte[] Hash(ReadOnlySpan<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
