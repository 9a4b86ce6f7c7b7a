using System.Globalization;
using Tandem.Core;
using Tandem.Sandbox;

namespace Tandem.Simulation;

/// <summary>People in Stripe's Dashboard.</summary>
internal sealed class Dashboarders(Universe universe) : Crowd(universe)
{
    private static readonly string[] Texts = ["name", "description", "brand"];

    private StripeDashboard Dashboard => Universe.Stripe.Dashboard;

    /// <summary>Makes a product with up to two prices.</summary>
    public void CreateProduct(Random random)
    {
        var prices = random.Next(3);
        string? product = null;
        if (!Act("creates a product in Stripe", () => product = (string)Dashboard.CreateProduct(("name", NewText("name")))["id"]!))
        {
            return;
        }

        for (var number = 0; number < prices; number++)
        {
            CreatePrice(random, product!);
        }

        if (random.Next(2) == 0 && Pick(random, Objects(Kind.Price).Where(price => price.Product == product)) is { } price)
        {
            Act($"makes {price.Id} the default", () => Dashboard.EditProduct(product!, ("default_price", price.Id)));
        }
    }

    /// <summary>Makes a price.</summary>
    public void CreatePrice(Random random)
    {
        if (Pick(random, Objects(Kind.Product)) is { } product)
        {
            CreatePrice(random, product.Id);
        }
    }

    /// <summary>Changes a text of a product.</summary>
    public void EditProduct(Random random) => Edit(random, 1);

    /// <summary>Changes two texts at once.</summary>
    public void EditTwoFields(Random random) => Edit(random, 2);

    /// <summary>Sets a text back to a value that it had before.</summary>
    public void Return(Random random)
    {
        if (Pick(random, Objects(Kind.Product)) is { } product)
        {
            var field = Texts[random.Next(Texts.Length)];
            var value = Returned(random, Universe.Ledger.PairOf(product), field);
            Act($"sets {product.Id} {field} back to {value}", () => Dashboard.EditProduct(product.Id, (Name(field), value)));
        }
    }

    /// <summary>Empties a text.</summary>
    public void Clear(Random random)
    {
        if (Pick(random, Objects(Kind.Product)) is { } product)
        {
            var field = random.Next(2) == 0 ? "description" : "brand";
            Act($"empties {product.Id} {field}", () => Dashboard.EditProduct(product.Id, (Name(field), "")));
        }
    }

    /// <summary>Archives or unarchives a product or a price.</summary>
    public void Toggle(Random random)
    {
        if (Pick(random, Universe.Ledger.Objects.Values) is { } item)
        {
            var active = item.IsActive ? "false" : "true";
            Act($"sets {item.Id} active to {active}", () => _ = item.Kind == Kind.Product
                ? Dashboard.EditProduct(item.Id, ("active", active))
                : Dashboard.EditPrice(item.Id, ("active", active)));
        }
    }

    /// <summary>Changes what can be changed of a price.</summary>
    public void EditPrice(Random random)
    {
        if (Pick(random, Objects(Kind.Price)) is { } price)
        {
            (string, string)[] form = random.Next(6) switch
            {
                0 => AlsoCharged(price["scheme"]?.Contains("up to", StringComparison.Ordinal) == true),
                < 3 => [("nickname", NewText("nickname"))],
                3 => [("tax_behavior", random.Next(2) == 0 ? "inclusive" : "exclusive")],
                _ => [("lookup_key", NewText("lookup_key"))],
            };
            Act($"edits {price.Id}", () => Dashboard.EditPrice(price.Id, form));
        }
    }

    /// <summary>Changes or clears one of the rarer fields of a product.</summary>
    public void EditExtra(Random random)
    {
        if (Pick(random, Objects(Kind.Product)) is { } product && Pick(random, Universe.Setting.Rarer(Side.Stripe)) is { } field)
        {
            (string, string)[] form = field switch
            {
                "tax_code" => [(field, product[field] == "txcd_10103000" ? "txcd_99999999" : "txcd_10103000")],
                "shippable" => [(field, product[field] == "true" ? "false" : "true")],
                _ when product[field] is not null && random.Next(4) == 0 => [(field, "")],
                _ => Extra.All.First(extra => extra.Field == field).Form(Universe.Unique()),
            };
            Act($"edits {field} of {product.Id}", () => Dashboard.EditProduct(product.Id, form));
        }
    }

    /// <summary>Makes another price the default, or none.</summary>
    public void ChangeDefault(Random random)
    {
        if (Pick(random, Objects(Kind.Product)) is not { } product)
        {
            return;
        }

        var price = random.Next(4) == 0 ? null : Pick(random, Objects(Kind.Price).Where(price => price.Product == product.Id));
        Act($"makes {price?.Id ?? "nothing"} the default of {product.Id}", () => Dashboard.EditProduct(product.Id, ("default_price", price?.Id ?? "")));
    }

    /// <summary>Deletes a product with its prices.</summary>
    public void DeleteProduct(Random random)
    {
        if (Pick(random, Objects(Kind.Product)) is { } product)
        {
            Act($"deletes {product.Id}", () => Dashboard.DeleteProduct(product.Id));
        }
    }

    /// <summary>Deletes a price.</summary>
    public void DeletePrice(Random random)
    {
        if (Pick(random, Objects(Kind.Price)) is { } price)
        {
            Act($"deletes {price.Id}", () => Dashboard.DeletePrice(price.Id));
        }
    }

    /// <summary>Writes a metadata key of somebody else's.</summary>
    public void EditForeignKey(Random random)
    {
        if (Pick(random, Objects(Kind.Product)) is { } product)
        {
            Act($"notes something in the metadata of {product.Id}", () => Dashboard.EditProduct(product.Id, ("metadata[warehouse]", Number())));
        }
    }

    private void CreatePrice(Random random, string product)
    {
        (string, string)[] form =
        [
            ("product", product), ("currency", random.Next(3) == 0 ? "usd" : "eur"),
            .. random.Next(4) == 0 ? [("nickname", NewText("nickname"))] : Array.Empty<(string, string)>(),
            .. Charged(random.Next(16), random.Next(3) == 0),
        ];
        Act($"creates a price of {product}", () => Dashboard.CreatePrice(form));
    }

    private (string, string)[] Charged(int way, bool isRecurring) => way switch
    {
        0 => [("custom_unit_amount[enabled]", "true"), ("custom_unit_amount[minimum]", Number())],
        1 =>
        [
            ("billing_scheme", "tiered"), ("tiers_mode", isRecurring ? "volume" : "graduated"), ("recurring[interval]", "month"),
            ("tiers[0][up_to]", "10"), ("tiers[0][unit_amount]", Number()), ("tiers[1][up_to]", "inf"), ("tiers[1][unit_amount]", "5"),
            .. isRecurring ? AlsoCharged(isTiered: true) : [],
        ],
        _ =>
        [
            ("unit_amount", Number()),
            .. isRecurring ? [("recurring[interval]", "month")] : Array.Empty<(string, string)>(),
            .. way == 2 ? [("transform_quantity[divide_by]", "10"), ("transform_quantity[round]", "up")] : Array.Empty<(string, string)>(),
            .. way is 3 or 4 ? AlsoCharged(isTiered: false) : [],
        ],
    };

    private (string, string)[] AlsoCharged(bool isTiered) => isTiered
        ? [($"currency_options[{Item.Also}][tiers][0][up_to]", "inf"), ($"currency_options[{Item.Also}][tiers][0][unit_amount]", Number())]
        : [($"currency_options[{Item.Also}][unit_amount]", Number())];

    private string Number() => Universe.Unique().ToString(CultureInfo.InvariantCulture);

    private void Edit(Random random, int count)
    {
        if (Pick(random, Objects(Kind.Product)) is { } product)
        {
            var form = Texts.OrderBy(_ => random.Next()).Take(count).Select(field => (Name(field), NewText(field))).ToArray();
            Act($"edits {product.Id}", () => Dashboard.EditProduct(product.Id, form));
        }
    }

    private static string Name(string field) => field == "brand" ? "metadata[brand]" : field;
}
