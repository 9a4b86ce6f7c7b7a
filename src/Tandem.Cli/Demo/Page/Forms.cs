using System.Text.Json.Nodes;

namespace Tandem.Cli.Demo;

/// <summary>The forms of the page, each filled with what is there now.</summary>
internal static class Forms
{
    /// <summary>The form of a path below <c>/form/</c>; null when there is none, or what it is about is gone.</summary>
    public static Html? Find(StandIns standIns, string name, string? id, string? product) => name switch
    {
        "content" when id is null => NewDocument,
        "content" => ContentProduct.Find(standIns.Sanity, id) is { } found ? Document(found) : null,
        "content-price" when product is not null => NewPriceDocument(product),
        "content-price" => Prices(standIns).FirstOrDefault(price => price.Id == id) is { } price ? PriceDocument(price) : null,
        "product" when id is null => NewProduct,
        "product" => standIns.Stripe.Dashboard.Product(id) is { } sold ? Product(sold, standIns) : null,
        "price" when product is not null => NewPrice(product),
        "price" => id is not null && standIns.Stripe.Dashboard.Price(id) is { } price ? Price(price) : null,
        _ => null,
    };

    private static Html NewDocument => Form("content/create", "New product", "In Sanity, as a draft or published at once.", Html.Of($"""
        {Text("name", "Name", "", isRequired: true)}{Area("description", "Description", "")}{AmountFields}
        """), Html.Of($"""<button name="publish" value="no">Save as draft</button><button class="primary" name="publish" value="yes">Publish</button>"""));

    private static Html NewProduct => Form("stripe/create", "New product", "In the Stripe Dashboard.", Html.Of($"""
        {Text("name", "Name", "", isRequired: true)}{Area("description", "Description", "")}{AmountFields}
        """), Html.Of($"""<button class="primary">Create</button>"""));

    private static Html Drafting => Html.Of($"""<button name="publish" value="no">Save draft</button><button class="primary" name="publish" value="yes">Publish</button>""");

    private static Html AmountFields => Html.Of($"""
        <div class="pair">{Text("amount", "Amount", "", isRequired: true, isAmount: true)}
          <label>Currency<select name="currency">{Html.All(Amounts.Currencies.Select(code => Html.Of($"""<option value="{code}">{code.ToUpperInvariant()}</option>""")))}</select></label>
          <label>Paid<select name="interval"><option value="">once</option><option value="month">monthly</option><option value="year">yearly</option></select></label>
        </div>
        """);

    private static Html Document(ContentProduct product)
    {
        var shown = product.Document.Shown;
        return Form("content/save", shown.Text("name") ?? "Product", "In Sanity. A draft stays with the editors; publishing carries it to Stripe.", Html.Of($"""
            {Hidden("id", product.Document.Id)}{Text("name", "Name", shown.Text("name"), isRequired: true)}{Area("description", "Description", shown.Text("description"))}
            {Choice("default_price", "Default price", shown.Reference("default_price"), product.Prices.Select(price => (price.Id, Label(price.Shown))))}
            {Active(shown)}
            """), Drafting);
    }

    private static Html NewPriceDocument(string product) =>
        Form("content/add-price", "New price", "A price document in Sanity.", Html.Of($"{Hidden("product", product)}{AmountFields}"), Drafting);

    private static Html PriceDocument(ContentDocument price)
    {
        var shown = price.Shown;
        var currency = shown.Text("currency") ?? "eur";
        return Form("content/save-price", Label(shown), "Prices in Stripe never change their amount: a new amount becomes a new price there, and the old one is archived.", Html.Of($"""
            {Hidden("id", price.Id)}{Hidden("currency", currency)}
            {Text("amount", $"Amount in {currency.ToUpperInvariant()}", shown.Number("unit_amount") is { } minor ? Core.Money.ToMajor(minor, currency) : "", isRequired: true, isAmount: true)}
            {Text("nickname", "Nickname", shown.Text("nickname"))}{Active(shown)}
            """), Drafting);
    }

    private static Html Product(JsonObject product, StandIns standIns)
    {
        var id = product.Text("id")!;
        var prices = standIns.Stripe.Dashboard.PricesOf(id).Where(price => price.Flag("active")).Select(price => (price.Text("id")!, Label(price)));
        return Form("stripe/save", product.Text("name") ?? id, "In the Stripe Dashboard.", Html.Of($"""
            {Hidden("id", id)}{Text("name", "Name", product.Text("name"), isRequired: true)}{Area("description", "Description", product.Text("description"))}
            {Choice("default_price", "Default price", product.Text("default_price"), prices)}{Active(product)}
            """), Html.Of($"""<button class="primary">Save</button>"""));
    }

    private static Html NewPrice(string product) => Form("stripe/add-price", "New price", "In the Stripe Dashboard.", Html.Of($"""
        {Hidden("product", product)}{AmountFields}
        <label class="check"><input type="checkbox" name="replace" value="yes"> Make it the default, and archive the old default</label>
        """), Html.Of($"""<button class="primary">Create</button>"""));

    private static Html Price(JsonObject price) => Form("stripe/save-price", Label(price), "In the Stripe Dashboard. Its amount can never change: add a new price instead.", Html.Of($"""
        {Hidden("id", price.Text("id")!)}{Text("nickname", "Nickname", price.Text("nickname"))}{Active(price)}
        <label class="check"><input type="checkbox" name="default" value="yes"> Make it the default price</label>
        """), Html.Of($"""<button class="primary">Save</button>"""));

    private static Html Form(string act, string title, string about, Html fields, Html buttons) => Html.Of($"""
        <form method="post" action="/act/{act}"><h2>{title}</h2><p class="about">{about}</p>{fields}
        <p class="problem" role="alert" hidden></p>
        <div class="row"><button type="button" class="quiet" data-close>Cancel</button><span class="gap"></span>{buttons}</div></form>
        """);

    private static Html Text(string name, string label, string? value, bool isRequired = false, bool isAmount = false) => Html.Of($"""
        <label>{label}<input name="{name}" value="{value}" autocomplete="off" {(isRequired ? "required" : "")} {(isAmount ? Html.Of($"inputmode=\"decimal\" placeholder=\"24.00\"") : Html.None)}></label>
        """);

    private static Html Area(string name, string label, string? value) => Html.Of($"""<label>{label}<textarea name="{name}" rows="2">{value}</textarea></label>""");

    private static Html Hidden(string name, string value) => Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    private static Html Active(JsonObject shown) => Html.Of($"""
        <label class="check"><input type="checkbox" name="active" value="yes" {(shown.Flag("active", otherwise: true) ? "checked" : "")}> Active</label>
        """);

    private static Html Choice(string name, string label, string? chosen, IEnumerable<(string Id, string Label)> options) => Html.Of($"""
        <label>{label}<select name="{name}"><option value="">none</option>
        {Html.All(options.Select(option => Html.Of($"""<option value="{option.Id}" {(option.Id == chosen ? "selected" : "")}>{option.Label}</option>""")))}</select></label>
        """);

    private static string Label(JsonObject price) =>
        $"{Amounts.Show(price.Number("unit_amount"), price.Text("currency"))} {Amounts.Rhythm(price.Text("recurring", "interval"))}".Trim();

    private static IEnumerable<ContentDocument> Prices(StandIns standIns) => ContentProduct.All(standIns.Sanity).SelectMany(product => product.Prices);
}
