using System.Collections.Immutable;
using Stripe;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>A change as parameters of the SDK: only what the change names, checked against Stripe's limits.</summary>
/// <param name="keys">The metadata keys of the connection.</param>
/// <param name="priceIds">The Stripe price of each slot.</param>
internal sealed class StripeWrites(StripeMetadata keys, ImmutableDictionary<string, string> priceIds)
{
    private const int MaxProductId = 255;

    /// <summary>A new product.</summary>
    public Outcome<ProductCreateOptions> CreateProduct(Change.Create change)
    {
        var options = new ProductCreateOptions { Id = change.Id };
        var wrong = Id(change) ?? Create(options, change.Fields, ProductFields.All) ?? Need(change.Fields, ProductFields.All, FieldNames.Name)
            ?? Mark(keys.Mirror, change.Mirror, (key, value) => (options.Metadata ??= [])[key] = value);
        return wrong is null ? options : wrong;
    }

    /// <summary>A new product with the price that is to be its default. https://docs.stripe.com/api/products/create#create_product-default_price_data</summary>
    public Outcome<ProductCreateOptions> CreateProduct(Change.Create change, Change.Create price)
    {
        var (product, made) = (CreateProduct(change), CreatePrice(price));
        if (product.Value is not { } options || made.Value is not { } wanted)
        {
            return (product.Fault ?? made.Fault)!;
        }

        // Only what is there: assigning null would be sent.
        var data = options.DefaultPriceData = new ProductDefaultPriceDataOptions { Currency = wanted.Currency, Metadata = wanted.Metadata };
        PriceAmounts.Put(price.Fields[FieldNames.UnitAmount], whole => data.UnitAmount = whole, exact => data.UnitAmountDecimal = exact);
        if (wanted.TaxBehavior is { } behavior)
        {
            data.TaxBehavior = behavior;
        }

        if (wanted.Recurring is { } rhythm)
        {
            data.Recurring = new ProductDefaultPriceDataRecurringOptions { Interval = rhythm.Interval, IntervalCount = rhythm.IntervalCount };
        }

        if (price.Fields[FieldNames.CustomUnitAmount] is FieldValue.Group { Fields: var limits })
        {
            var custom = data.CustomUnitAmount = new ProductDefaultPriceDataCustomUnitAmountOptions { Enabled = true };
            PriceAmounts.Limit(limits, least => custom.Minimum = least, most => custom.Maximum = most, preset => custom.Preset = preset);
        }

        if (price.Fields[FieldNames.CurrencyOptions] is { } others)
        {
            data.CurrencyOptions = PriceCurrencies.OfDefault(others);
        }

        options.Expand = ["default_price", .. Expanded.Select(field => $"default_price.{field}")];
        return options;
    }

    /// <summary>Some fields of a product.</summary>
    public Outcome<ProductUpdateOptions> UpdateProduct(Change.Update change)
    {
        var options = new ProductUpdateOptions();
        var wrong = Update(options, change.Fields, ProductFields.All)
            ?? Mark(keys.Mirror, change.Mirror, (key, value) => (options.Metadata ??= [])[key] = value);
        return wrong is null ? options : wrong;
    }

    /// <summary>A new price.</summary>
    public Outcome<PriceCreateOptions> CreatePrice(Change.Create change)
    {
        var options = new PriceCreateOptions { Product = change.ProductId, Expand = [.. Expanded, .. PriceCurrencies.Expanded(change.Fields[FieldNames.CurrencyOptions])] };
        if (change.TakesLookupKey && change.Fields[FieldNames.LookupKey] is not null)
        {
            options.TransferLookupKey = true;
        }

        void Put(string key, string value) => (options.Metadata ??= [])[key] = value;
        var wrong = Create(options, change.Fields, PriceFields.All) ?? Need(change.Fields, PriceFields.All, FieldNames.Currency)
            ?? (PriceChecks.Together(change.Fields) is { } odd ? StripeFaults.Refused(odd.Field, odd.Message) : null)
            ?? Mark(keys.Mirror, change.Mirror, Put) ?? Mark(keys.Operation, change.Operation, Put);
        return wrong is null ? options : wrong;
    }

    /// <summary>Some fields of a price.</summary>
    public Outcome<PriceUpdateOptions> UpdatePrice(Change.Update change)
    {
        var options = new PriceUpdateOptions { Expand = [.. Expanded, .. PriceCurrencies.Expanded(change.Fields.FirstOrDefault(field => field.Field == FieldNames.CurrencyOptions)?.To)] };
        if (change.TakesLookupKey && change.Fields.Any(field => field is { Field: FieldNames.LookupKey, To: not null }))
        {
            options.TransferLookupKey = true;
        }

        var wrong = Update(options, change.Fields, PriceFields.All)
            ?? Mark(keys.Mirror, change.Mirror, (key, value) => (options.Metadata ??= [])[key] = value);
        return wrong is null ? options : wrong;
    }

    /// <summary>What a single price shows only on request.</summary>
    public static List<string> Expanded => ["tiers", "currency_options"];

    private static CatalogFault? Create<TCreate, TUpdate>(TCreate options, Fields fields, ImmutableArray<StripeField<TCreate, TUpdate>> table)
    {
        foreach (var (name, value) in fields)
        {
            if (StripeField<TCreate, TUpdate>.Find(table, name) is not { OnCreate: { } put } field)
            {
                return StripeFaults.Refused(name, $"{name} cannot be set when the object is made in Stripe: set it in an update afterwards.");
            }

            if (field.Check(value) is { } wrong)
            {
                return StripeFaults.Refused(name, wrong);
            }

            put(options, value);
        }

        return null;
    }

    private CatalogFault? Update<TCreate, TUpdate>(TUpdate options, ImmutableArray<FieldChange> changes, ImmutableArray<StripeField<TCreate, TUpdate>> table)
    {
        foreach (var change in changes)
        {
            if (StripeField<TCreate, TUpdate>.Find(table, change.Field) is not { OnUpdate: { } put } field)
            {
                return StripeFaults.Refused(change.Field, $"Stripe cannot change {change.Field} of an existing object: a new price is needed.");
            }

            var value = change.To;
            if (change.Field == FieldNames.DefaultPrice && value is FieldValue.Text slot)
            {
                if (!priceIds.TryGetValue(slot.Value, out var priceId))
                {
                    return StripeFaults.Refused(change.Field, $"The default price is the slot {slot}, which has no price in Stripe yet: create that price first.");
                }

                value = new FieldValue.Text(priceId);
            }

            if (field.Check(value) is { } wrong)
            {
                return StripeFaults.Refused(change.Field, wrong);
            }

            put(options, value);
        }

        return null;
    }

    private static CatalogFault? Need<TCreate, TUpdate>(Fields fields, ImmutableArray<StripeField<TCreate, TUpdate>> table, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields[name] is null && table.First(field => field.Name == name).Check(null) is { } wrong)
            {
                return StripeFaults.Refused(name, wrong);
            }
        }

        return null;
    }

    private static CatalogFault? Mark(string key, string? value, Action<string, string> put)
    {
        if (value is null)
        {
            return null;
        }

        // An empty value clears the key (https://docs.stripe.com/api/metadata).
        if (value.Length > 0 && StripeChecks.Text(value, StripeMetadata.MaxValue) is not null)
        {
            return StripeFaults.Refused("metadata." + key, $"The id that belongs into {key} does not fit: Stripe takes at most {StripeMetadata.MaxValue} characters.");
        }

        put(key, value);
        return null;
    }

    private static CatalogFault? Id(Change.Create change) => change.Id is null || StripeIds.IsSafe(change.Id)
        ? null
        : StripeFaults.Refused("id", $"The product id cannot be used in Stripe: give it 1 to {MaxProductId} characters without spaces, slashes or the like.");
}
