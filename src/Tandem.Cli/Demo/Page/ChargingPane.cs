using System.Text.Json.Nodes;

namespace Tandem.Cli.Demo;

/// <summary>The right side: products and prices as the Dashboard shows them.</summary>
internal static class ChargingPane
{
    /// <summary>A card for each product, in the order of the other side where both have it.</summary>
    public static IReadOnlyList<Fragment> Of(StandIns standIns)
    {
        var order = ContentProduct.All(standIns.Sanity).Reverse().Select((product, place) => (product.Document.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place, StringComparer.Ordinal);
        return
        [
            .. standIns.Stripe.Dashboard.Products
                .OrderBy(product => order.GetValueOrDefault(Subject.KeyOf(product), product.Flag("active") ? -1 : int.MaxValue))
                .Select(product => new Fragment(product.Text("id")!, Card(product, standIns).Text)),
        ];
    }

    private static Html Card(JsonObject product, StandIns standIns)
    {
        var id = product.Text("id")!;
        var isActive = product.Flag("active");
        var prices = standIns.Stripe.Dashboard.PricesOf(id)
            .OrderByDescending(price => price.Flag("active")).ThenByDescending(price => product.Text("default_price") == price.Text("id"));
        return Html.Of($"""
            <article class="card {(isActive ? "" : "off")}" data-key="{id}">
              <header>{Swatch.Of(Subject.KeyOf(product), product.Text("name"))}
                <div class="title"><h3>{product.Text("name")}</h3><p class="id">{Short(id)}</p></div>
                <div class="badges">{(isActive ? Html.Of($"""<span class="badge on">Active</span>""") : Html.Of($"""<span class="badge off">Archived</span>"""))}</div>
              </header>
              {Html.If(product.Text("description") is not null, Html.Of($"""<p class="text">{product.Text("description")}</p>"""))}
              <ul class="prices">{Html.All(prices.Select(price => Price(price, product)))}</ul>
              <footer>
                <button type="button" data-form="/form/product?id={id}">Edit</button>
                <button type="button" data-form="/form/price?product={id}">Add price</button>
                <button type="button" class="quiet" data-act="/act/stripe/{(isActive ? "archive" : "activate")}" data-id="{id}">{(isActive ? "Archive" : "Activate")}</button>
              </footer>
            </article>
            """);
    }

    private static Html Price(JsonObject price, JsonObject product)
    {
        var id = price.Text("id")!;
        var isActive = price.Flag("active");
        return Html.Of($"""
            <li class="{(isActive ? "" : "archived")}"><button type="button" data-form="/form/price?id={id}">
              <span class="amount">{Amounts.Show(price.Number("unit_amount"), price.Text("currency"))}</span>
              <span class="rhythm">{Amounts.Rhythm(price.Text("recurring", "interval"))} {price.Text("nickname")}</span>
              {Html.If(product.Text("default_price") == id, Html.Of($"""<span class="mark">default</span>"""))}
              {Html.If(!isActive, Html.Of($"""<span class="mark archived">archived</span>"""))}
            </button></li>
            """);
    }

    /// <summary>An id, short enough to be looked at.</summary>
    public static string Short(string id) => id.Length <= 16 ? id : $"{id[..13]}…";
}
