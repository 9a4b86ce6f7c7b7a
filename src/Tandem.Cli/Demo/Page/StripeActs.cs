using Microsoft.AspNetCore.Http;
using Tandem.Core;

namespace Tandem.Cli.Demo;

/// <summary>What a visitor does on the charging side, as somebody in the Dashboard would.</summary>
/// <param name="stage">Where.</param>
/// <param name="timeline">Told of it.</param>
internal sealed class StripeActs(Stage stage, Timeline timeline) : IActs
{
    private Sandbox.StripeDashboard Dashboard => stage.StandIns.Stripe.Dashboard;

    /// <inheritdoc/>
    public Task<bool> Do(string verb, IFormCollection form, CancellationToken cancellation) => Task.FromResult(Do(verb, form));

    private bool Do(string verb, IFormCollection form)
    {
        switch (verb)
        {
            case "create":
                Create(form);
                break;
            case "save":
                Save(form);
                break;
            case "add-price":
                AddPrice(form);
                break;
            case "save-price":
                SavePrice(form);
                break;
            case "archive":
                Tell(form.Need("id"), "archived it in Stripe");
                Dashboard.ArchiveProduct(form.Need("id"));
                break;
            case "activate":
                Tell(form.Need("id"), "activated it in Stripe");
                Dashboard.EditProduct(form.Need("id"), ("active", "true"));
                break;
            default:
                return false;
        }

        return true;
    }

    private void Create(IFormCollection form)
    {
        var price = form.Price();
        List<(string, string)> fields =
        [
            ("name", form.Need("name")),
            ("default_price_data[unit_amount]", Text(price.Amount)),
            ("default_price_data[currency]", price.Currency),
        ];
        if (form.Get("description") is { Length: > 0 } description)
        {
            fields.Add(("description", description));
        }

        if (price.Interval is { } interval)
        {
            fields.Add(("default_price_data[recurring][interval]", interval));
        }

        Tell(Dashboard.CreateProduct([.. fields]).Text("id")!, "created it in Stripe");
    }

    private void Save(IFormCollection form)
    {
        var id = form.Need("id");
        Tell(id, "edited it in Stripe");
        Dashboard.EditProduct(
            id,
            ("name", form.Need("name")),
            ("description", form.Get("description")),
            ("default_price", form.Get("default_price")),
            ("active", form.Says("active") ? "true" : "false"));
    }

    private void AddPrice(IFormCollection form)
    {
        var product = form.Need("product");
        var price = form.Price();
        List<(string, string)> fields = [("product", product), ("unit_amount", Text(price.Amount)), ("currency", price.Currency)];
        if (price.Interval is { } interval)
        {
            fields.Add(("recurring[interval]", interval));
        }

        Tell(product, $"added the price {Amounts.Show(price.Amount, price.Currency)} in Stripe");
        var made = Dashboard.CreatePrice([.. fields]).Text("id")!;
        if (!form.Says("replace"))
        {
            return;
        }

        var old = Dashboard.Product(product).Text("default_price");
        Dashboard.EditProduct(product, ("default_price", made));
        if (old is not null)
        {
            Dashboard.ArchivePrice(old);
        }
    }

    private void SavePrice(IFormCollection form)
    {
        var id = form.Need("id");
        var product = Dashboard.Price(id).Text("product")!;
        Tell(product, "edited a price in Stripe");
        Dashboard.EditPrice(id, ("nickname", form.Get("nickname")), ("active", form.Says("active") ? "true" : "false"));
        if (form.Says("default"))
        {
            Dashboard.EditProduct(product, ("default_price", id));
        }
    }

    private static string Text(long amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void Tell(string id, string what) =>
        timeline.Note(TimelineKind.Act, Side.Stripe, Dashboard.Product(id) is { } product ? Subject.KeyOf(product) : null, what);
}
