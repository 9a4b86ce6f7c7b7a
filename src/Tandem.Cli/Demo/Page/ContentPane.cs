using System.Text.Json.Nodes;

namespace Tandem.Cli.Demo;

/// <summary>The left side: documents, what is published and what is being drafted.</summary>
internal static class ContentPane
{
    /// <summary>A card for each product.</summary>
    public static IReadOnlyList<Fragment> Of(StandIns standIns) =>
        [.. ContentProduct.All(standIns.Sanity).Reverse().Select(product => new Fragment(product.Document.Id, Card(product).Text))];

    private static Html Card(ContentProduct product)
    {
        var (id, shown) = (product.Document.Id, product.Document.Published ?? product.Document.Draft!);
        var changes = Changes(product).ToList();
        var hasDrafts = product.Prices.Append(product.Document).Any(document => document.Draft is not null);
        return Html.Of($"""
            <article class="card" data-key="{id}">
              <header>{Swatch.Of(id, shown.Text("name"))}
                <div class="title"><h3>{shown.Text("name") ?? "Without a name"}</h3><p class="id">{id}</p></div>
                <div class="badges">{Flag(product)}{State(product)}</div>
              </header>
              {Html.If(shown.Text("description") is not null, Html.Of($"""<p class="text">{shown.Text("description")}</p>"""))}
              <ul class="prices">{Html.All(product.Prices.OrderByDescending(price => shown.Reference("default_price") == price.Id).Select(price => Price(price, shown)))}</ul>
              {Html.If(hasDrafts && product.Document.Published is not null, Draft(id, changes))}
              <footer>
                <button type="button" data-form="/form/content?id={id}">Edit</button>
                <button type="button" data-form="/form/content-price?product={id}">Add price</button>
                {Html.If(product.Document.Published is null, Html.Of($"""<button type="button" class="primary" data-act="/act/content/publish" data-id="{id}">Publish</button>"""))}
                {Html.If(product.Document.Published is not null, Html.Of($"""<button type="button" class="quiet" data-act="/act/content/unpublish" data-id="{id}">Unpublish</button>"""))}
                <button type="button" class="quiet" data-act="/act/content/delete" data-id="{id}">Delete</button>
              </footer>
            </article>
            """);
    }

    private static Html State(ContentProduct product) => (product.Document.Published, product.Document.Published.Flag("active", otherwise: true)) switch
    {
        (null, _) => Html.Of($"""<span class="badge draft">Draft</span>"""),
        (_, false) => Html.Of($"""<span class="badge off">Inactive</span>"""),
        _ => Html.Of($"""<span class="badge on">Published</span>"""),
    };

    private static Html Flag(ContentProduct product) => Html.If(
        product.Prices.Append(product.Document).Any(document => document.Published.Flag("updatedFromStripe")),
        Html.Of($"""<span class="badge flag" title="updatedFromStripe is set, for about two seconds">from Stripe</span>"""));

    private static Html Price(ContentDocument price, JsonObject product)
    {
        var shown = price.Published ?? price.Draft!;
        var state = price.Published is null ? "draft" : shown.Flag("active", otherwise: true) ? "" : "archived";
        return Html.Of($"""
            <li class="{state}"><button type="button" data-form="/form/content-price?id={price.Id}">
              <span class="amount">{Amounts.Show(shown.Number("unit_amount"), shown.Text("currency"))}</span>
              <span class="rhythm">{Amounts.Rhythm(shown.Text("recurring", "interval"))} {shown.Text("nickname")}</span>
              {Html.If(product.Reference("default_price") == price.Id, Html.Of($"""<span class="mark">default</span>"""))}
              {Html.If(state.Length > 0, Html.Of($"""<span class="mark {state}">{(state == "archived" ? "inactive" : state)}</span>"""))}
            </button></li>
            """);
    }

    private static Html Draft(string id, List<Html> changes) => Html.Of($"""
        <div class="pending"><p><strong>Unpublished draft</strong>{Html.If(changes.Count == 0, Html.Of($" — nothing differs"))}</p>
          <ul>{Html.All(changes)}</ul>
          <div class="row"><button type="button" class="primary" data-act="/act/content/publish" data-id="{id}">Publish</button>
          <button type="button" class="quiet" data-act="/act/content/discard" data-id="{id}">Discard</button></div>
        </div>
        """);

    private static IEnumerable<Html> Changes(ContentProduct product)
    {
        foreach (var field in new[] { "name", "description" })
        {
            if (product.Document is { Published: { } published, Draft: { } draft } && published.Text(field) != draft.Text(field))
            {
                yield return Change(field, published.Text(field), draft.Text(field));
            }
        }

        if (product.Document is { Published: { } before, Draft: { } after })
        {
            if (before.Flag("active", otherwise: true) != after.Flag("active", otherwise: true))
            {
                yield return Change("active", Yes(before), Yes(after));
            }

            if (before.Reference("default_price") != after.Reference("default_price"))
            {
                yield return Change("default price", AmountOf(product, before), AmountOf(product, after));
            }
        }

        foreach (var price in product.Prices.Where(price => price.Draft is not null))
        {
            var (was, becomes) = (price.Published is { } old ? Amount(old) : null, Amount(price.Draft!));
            if (was != becomes)
            {
                yield return Change("price", was, becomes);
            }
            else if (Yes(price.Published!) != Yes(price.Draft!))
            {
                yield return Change($"{becomes} active", Yes(price.Published!), Yes(price.Draft!));
            }
        }
    }

    private static string Yes(JsonObject document) => document.Flag("active", otherwise: true) ? "yes" : "no";

    private static string? AmountOf(ContentProduct product, JsonObject document) =>
        product.Prices.FirstOrDefault(price => price.Id == document.Reference("default_price")) is { } price ? Amount(price.Shown) : null;

    private static string Amount(JsonObject price) => Amounts.Show(price.Number("unit_amount"), price.Text("currency"));

    private static Html Change(string field, string? before, string? after) =>
        Html.Of($"""<li><span>{field}</span> <del>{before ?? "nothing"}</del> → <ins>{after ?? "nothing"}</ins></li>""");
}
