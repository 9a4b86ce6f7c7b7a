using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Checked after every call: what Tandem promises never to do to a catalogue (GUARANTEES.md, G7 and G8).</summary>
public sealed class StripeInvariants
{
    private readonly Lock _gate = new();
    private readonly List<Violation> _violations = [];
    private readonly Dictionary<string, HashSet<string>> _activeByOperation = [];

    /// <summary>What was noticed so far.</summary>
    public ImmutableArray<Violation> Violations
    {
        get
        {
            lock (_gate)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>Whether a call is the service's own; rules about intent apply to those only. Default: the user agent names Tandem.</summary>
    public Func<Call, bool> IsService { get; set; } = call => call.Caller.Contains("tandem", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a write of the service touches an object of somebody else, told by the call and the object before it. Default: never asked.</summary>
    public Func<Call, JsonObject, bool>? IsForeign { get; set; }

    /// <summary>Switch on while a person's explicit wish (archive this last price) is being carried over: losing the last price is then no violation.</summary>
    public bool AllowsLosingTheLastPrice { get; set; }

    /// <summary>The metadata key of the operation id.</summary>
    public string OperationKey { get; set; } = "sync_op";

    /// <summary>Raised when a violation is noticed.</summary>
    public event Action<Violation>? Violated;

    internal void Check(StripeBooks before, StripeBooks after, IReadOnlyList<StripeHappening> happenings, Call call)
    {
        var products = new HashSet<string>();
        foreach (var happening in happenings)
        {
            var value = happening.Value;
            products.Add(value.Text("object") == "product" ? value.Text("id") : value.Text("product"));
            Operation(after, value, call);
            if (IsService(call))
            {
                Manners(before, happening, call);
            }
        }

        foreach (var product in products)
        {
            Default(after, product, call);
            LastPrice(before, after, product, call);
        }
    }

    private void Default(StripeBooks after, string product, Call call)
    {
        if (after.Products.Find(product)?.TextOrNull("default_price") is { } price && after.Prices.Find(price)?.Flag("active") != true)
        {
            Note("archived default price", $"{product} has the default price {price}, which is not active", call);
        }
    }

    private void LastPrice(StripeBooks before, StripeBooks after, string product, Call call)
    {
        if (AllowsLosingTheLastPrice || !IsService(call) || after.Products.Find(product)?.Flag("active") != true)
        {
            return;
        }

        var (had, has) = (before.PricesOf(product).Count(price => price.Flag("active")), after.PricesOf(product).Count(price => price.Flag("active")));
        if (had > 0 && has == 0)
        {
            Note("lost its last active price", $"{product} is active and cannot be bought any more", call);
        }
    }

    private void Operation(StripeBooks after, JsonObject value, Call call)
    {
        if (value.Text("object") != "price" || value["metadata"]?[OperationKey]?.GetValue<string>() is not { } operation)
        {
            return;
        }

        var id = value.Text("id");
        if (!_activeByOperation.TryGetValue(operation, out var active))
        {
            _activeByOperation[operation] = active = [];
        }

        if (after.Prices.Find(id)?.Flag("active") != true)
        {
            active.Remove(id);
            return;
        }

        if (active.Add(id) && active.Count > 1)
        {
            Note("two active prices of one operation", $"{OperationKey} {operation}: {string.Join(", ", active.Order(StringComparer.Ordinal))}", call);
        }
    }

    private void Manners(StripeBooks before, StripeHappening happening, Call call)
    {
        var value = happening.Value;
        var id = value.Text("id");
        var isPrice = value.Text("object") == "price";
        if (happening.Type.EndsWith(".created", StringComparison.Ordinal))
        {
            if (call.Key is null)
            {
                Note("create without an idempotency key", id, call);
            }

            if (isPrice && value["metadata"]?[OperationKey] is null)
            {
                Note("price without an operation id", id, call);
            }

            var step = isPrice ? StripeCurrencies.Step(value.Text("currency")) : 1;
            if (step > 1 && value["unit_amount"]?.GetValue<long>() % step is not (null or 0))
            {
                Note("amount that payments refuse", $"{id}: {value.Number("unit_amount")} {value.Text("currency")} is no multiple of {step}", call);
            }

            return;
        }

        var old = isPrice ? before.Prices.Find(id) : before.Products.Find(id);
        if (old is not null && IsForeign?.Invoke(call, old.Copy()) == true)
        {
            Note("write to a foreign object", id, call);
        }
    }

    private void Note(string rule, string detail, Call call)
    {
        var violation = new Violation(rule, detail, call);
        lock (_gate)
        {
            _violations.Add(violation);
        }

        Violated?.Invoke(violation);
    }
}
