using System.Collections.Immutable;

namespace Tandem.Cards;

/// <summary>What people do in the Stripe Dashboard.</summary>
internal static class StripeSentences
{
    public static ImmutableArray<Sentence> All { get; } =
    [
        new(Role.Person, "In Stripe, create a product {id}: {fields}", (stage, words) => CreateProduct(stage, words["id"], words.Fields(stage.Cast))),
        new(Role.Person, "In Stripe, create a price of {id}: {fields}", (stage, words) =>
            stage.Shop.Dashboard.CreatePrice([("product", Id(stage, words["id"])), .. Form(words.Fields(stage.Cast))])),
        new(Role.Person, "In Stripe, edit {thing}: {fields}", (stage, words) => Edit(stage, words["thing"], Form(words.Fields(stage.Cast)))),
        new(Role.Person, "In Stripe, archive {thing}", (stage, words) => Edit(stage, words["thing"], [("active", "false")])),
        new(Role.Person, "In Stripe, reactivate {thing}", (stage, words) => Edit(stage, words["thing"], [("active", "true")])),
        new(Role.Person, "In Stripe, delete {thing}", (stage, words) =>
        {
            if (stage.Cast.IsPrice(words["thing"]))
            {
                stage.Shop.Dashboard.DeletePrice(Id(stage, words["thing"]));
            }
            else
            {
                stage.Shop.Dashboard.DeleteProduct(Id(stage, words["thing"]));
            }
        }),
    ];

    private static string Id(Stage stage, string thing) => stage.Cast.Stripe(thing) ?? throw new InvalidOperationException($"Stripe has no {thing}.");

    private static (string, string)[] Form(IReadOnlyList<Said> fields) => [.. fields.SelectMany(field => field.Stripe)];

    private static void CreateProduct(Stage stage, string word, IReadOnlyList<Said> fields)
    {
        var dashboard = stage.Shop.Dashboard;
        var id = (string)dashboard.CreateProduct(Form(fields))["id"]!;
        stage.Cast.Name(word, id);
        if (fields.FirstOrDefault(field => field.Price is not null)?.Price is { } price)
        {
            var made = dashboard.CreatePrice(("product", id), ("unit_amount", $"{price.Minor}"), ("currency", price.Currency));
            dashboard.EditProduct(id, ("default_price", (string)made["id"]!));
        }
    }

    private static void Edit(Stage stage, string thing, (string, string)[] form)
    {
        if (stage.Cast.IsPrice(thing))
        {
            stage.Shop.Dashboard.EditPrice(Id(stage, thing), form);
        }
        else
        {
            stage.Shop.Dashboard.EditProduct(Id(stage, thing), form);
        }
    }
}
