using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Cli.Demo;

namespace Tandem.Kill;

/// <summary>What people do while the service is killed. Every value is new, so that a lost one shows.</summary>
internal sealed class Acts(StandIns standIns)
{
    private static readonly ImmutableArray<(string Name, Action<Acts> Do)> All =
    [
        ("a product with two prices is published in Sanity", acts => acts.Publish()),
        ("a product with a price is made in Stripe", acts => acts.Create()),
        ("a name is edited in Sanity", acts => acts.Edit(acts.Mug(), "name", $"Mug {acts.Next()}")),
        ("a name and a description are edited in Stripe", acts => acts.Rename()),
        ("an amount is changed in Sanity", acts => acts.Edit(acts.MugPrice("eur"), "unit_amount", acts.Next())),
        ("a price is renamed in Stripe", acts => acts.Nickname()),
        ("a price is added in Stripe", acts => acts.AddPrice()),
        ("a product is switched off in Sanity, and on again the next time", acts => acts.Toggle()),
        ("the default price is changed in Sanity", acts => acts.ChangeDefault()),
        ("a product is unpublished, and published again the next time", acts => acts.Withdraw()),
    ];

    private readonly Author _author = new(standIns.Sanity);
    private int _unique = 1000;
    private int _mugs;

    /// <summary>How many there are.</summary>
    public static int Count => All.Length;

    /// <summary>What an act is, in words.</summary>
    public static string NameOf(int act) => All[act].Name;

    /// <summary>Does one.</summary>
    public void Do(int act) => All[act].Do(this);

    /// <summary>What the other acts need: a product on each side.</summary>
    public void Begin()
    {
        Publish();
        Publish("plate");
        Create();
    }

    private int Next() => ++_unique;

    private string Mug() => $"product-mug-{Text(_mugs)}";

    private string MugPrice(string currency) => $"price-mug-{Text(_mugs)}-{currency}";

    private void Publish()
    {
        _mugs++;
        Publish($"mug-{Text(_mugs)}");
    }

    private void Publish(string name)
    {
        _author.Publish(_author.Draft(name, $"Mug {Next()}", $"A mug {Next()}", new NewPrice(Next(), "eur"), new NewPrice(Next(), "usd")));
    }

    private void Create()
    {
        var product = standIns.Stripe.Dashboard.CreateProduct(("name", $"Cup {Next()}"));
        standIns.Stripe.Dashboard.CreatePrice(("product", (string)product["id"]!), ("currency", "eur"), ("unit_amount", Text(Next())));
    }

    private void Edit(string id, string field, JsonNode value) => standIns.Sanity.Editor.SetAndPublish(id, field, value);

    private void Rename() => standIns.Stripe.Dashboard.EditProduct(Cup(), ("name", $"Cup {Next()}"), ("description", $"A cup {Next()}"));

    private void Nickname()
    {
        var price = standIns.Stripe.Dashboard.PricesOf(Cup()).First(price => (bool)price["active"]!);
        standIns.Stripe.Dashboard.EditPrice((string)price["id"]!, ("nickname", $"Offer {Next()}"));
    }

    private void AddPrice() => standIns.Stripe.Dashboard.CreatePrice(("product", Cup()), ("currency", "usd"), ("unit_amount", Text(Next())));

    private void Toggle()
    {
        var id = Mug();
        Edit(id, "active", (bool?)standIns.Sanity.Document(id)?["active"] == false);
    }

    private void ChangeDefault()
    {
        var id = Mug();
        var now = (string?)standIns.Sanity.Document(id)?["default_price"]?["_ref"];
        Edit(id, "default_price", new JsonObject { ["_type"] = "reference", ["_ref"] = MugPrice(now == MugPrice("eur") ? "usd" : "eur") });
    }

    private void Withdraw()
    {
        const string Plate = "product-plate";
        if (standIns.Sanity.Document(Plate) is null)
        {
            _author.Publish(Plate);
        }
        else
        {
            _author.Unpublish(Plate);
        }
    }

    // The newest product that a person made in Stripe.
    private string Cup() => (string)standIns.Stripe.Dashboard.Products.First(product => ((string)product["name"]!).StartsWith("Cup", StringComparison.Ordinal))["id"]!;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
