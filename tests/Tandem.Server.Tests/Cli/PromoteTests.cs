using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Server.Tests.Host;
using Tandem.Server.Tests.Settings;

namespace Tandem.Server.Tests.Cli;

/// <summary>What an operator sees of <c>tandem promote</c>, and what is in both pairs after it.</summary>
[Trait("G", "11")]
public sealed class PromoteTests : IAsyncLifetime
{
    private static readonly string[] Promote = ["promote", "--from", "staging", "--to", "default"];
    private readonly Folder _folder = new();
    private StandIns _live = null!;
    private StandIns _staging = null!;

    public async ValueTask InitializeAsync()
    {
        (_live, _staging) = (await StandIns.Start(), await StandIns.Start("staging"));
        (string Name, string? Value)[] variables = [("STRIPE_SECRET_KEY", Given.StripeKey), ("SANITY_DATASET", "production"), .. _live.Variables, .. _staging.Variables];
        _folder.Write(".env", string.Concat(variables.Select(variable => $"{variable.Name}='{variable.Value}'\n")));
        _folder.Write("tandem.json", """{ "connections": { "staging": {} } }""");
    }

    public async ValueTask DisposeAsync()
    {
        await _live.DisposeAsync();
        await _staging.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_catalogue_comes_to_production_and_into_its_Stripe_and_the_second_time_there_is_nothing_to_do()
    {
        await Stage("mug", "Mug", 1200);

        var (code, said, error) = await Run("--dry-run");
        Assert.Equal((3, ""), (code, error));
        Assert.Contains("+ Mug  mug → new in Stripe", said, StringComparison.Ordinal);
        Assert.Contains("12.00 EUR", said, StringComparison.Ordinal);
        Assert.Null(_live.Sanity.Document("mug"));
        Assert.Empty(_live.Stripe.Dashboard.Products);

        (code, said, error) = await Run("--yes");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Done: 1 made in Stripe.", said, StringComparison.Ordinal);
        Assert.Equal(("Mug", "mug", 1200), (Text(_live, "mug", "name"), Reference(_live, "mug-eur", "product"), Number(_live, "mug-eur", "unit_amount")));
        Assert.NotEqual(true, (bool?)_live.Sanity.Document("mug")!["updatedFromStripe"]);
        var (live, test) = (Assert.Single(_live.Stripe.Dashboard.Products), Assert.Single(_staging.Stripe.Dashboard.Products));
        Assert.Equal((string?)live["id"], Text(_live, "mug", "stripeProductId"));
        Assert.NotEqual((string?)live["id"], (string?)test["id"]);
        Assert.Equal("1200", Assert.Single(_live.Stripe.Dashboard.Prices)["unit_amount"]!.ToJsonString());

        var written = PlanTests.Written(_live);
        (code, said, _) = await Run("--yes");
        Assert.Equal(0, code);
        Assert.Contains("Nothing was to do. 1 product was in step already.", said, StringComparison.Ordinal);
        Assert.Equal(written, PlanTests.Written(_live));
        Assert.Contains("promoted from staging", (await TandemProcess.Run(_folder.Path, "why", "mug", "--connection", "default")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_there_follows_and_what_was_edited_here_since_stays()
    {
        await Stage("mug", "Mug", 1200);
        await Run("--yes");
        _staging.Sanity.Editor.SetAndPublish("mug-eur", "unit_amount", JsonValue.Create(1500));
        _live.Sanity.Editor.SetAndPublish("mug", "name", JsonValue.Create("Becher"));

        var (code, said, error) = await Run("--yes");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Done: 1 changed.", said, StringComparison.Ordinal);
        Assert.Equal(("Becher", 1500), (Text(_live, "mug", "name"), Number(_live, "mug-eur", "unit_amount")));
        Assert.Equal(["false", "true"], _live.Stripe.Dashboard.Prices.OrderBy(price => (int)price["unit_amount"]!).Select(price => price["active"]!.ToJsonString()));
        Assert.Equal("Becher", (string?)Assert.Single(_live.Stripe.Dashboard.Products)["name"]);

        // Both have another name now: a person says whose is meant.
        _staging.Sanity.Editor.SetAndPublish("mug", "name", JsonValue.Create("Cup"));
        (code, said, _) = await Run("--dry-run");
        Assert.Equal(3, code);
        Assert.Contains("""mug, name was edited here since the last promotion: it stays "Becher" (--overwrite takes "Cup" over from staging).""", said.ReplaceLineEndings(" "), StringComparison.Ordinal);
        (code, _, _) = await Run("--yes", "--overwrite");
        Assert.Equal((0, "Cup"), (code, Text(_live, "mug", "name")));
    }

    // As it is when a running service carries the documents on before the command's own pass looks.
    [Fact]
    public async Task What_was_promoted_is_said_to_be_done_also_where_its_Stripe_shows_it_already()
    {
        await Stage("mug", "Mug", 1200);
        await Run("--yes");
        _staging.Sanity.Editor.SetAndPublish("mug", "name", JsonValue.Create("Cup"));
        _live.Stripe.Dashboard.EditProduct((string)Assert.Single(_live.Stripe.Dashboard.Products)["id"]!, ("name", "Cup"));

        var (code, said, error) = await Run("--yes");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Done: 1 changed.", said, StringComparison.Ordinal);
        Assert.Equal("Cup", Text(_live, "mug", "name"));
    }

    [Fact]
    public async Task A_product_that_was_born_in_Stripes_test_mode_gets_a_document_of_its_own()
    {
        var id = PlanTests.Sell(_staging, "Plate", 900);
        Assert.Equal(0, (await TandemProcess.Run(_folder.Path, "apply", "--connection", "staging", "--yes")).Code);

        var (code, json, error) = await Run("--yes", "--json");

        Assert.Equal((0, ""), (code, error));
        var document = JsonDocument.Parse(json).RootElement.GetProperty("products")[0].GetProperty("document").GetString()!;
        Assert.StartsWith("promoted-", document, StringComparison.Ordinal);
        Assert.Equal("Plate", Text(_live, document, "name"));
        Assert.DoesNotContain(id, _live.Sanity.Document(document)!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(900, (int)Assert.Single(_live.Stripe.Dashboard.Prices)["unit_amount"]!);
        Assert.All(Given.Secrets, secret => Assert.DoesNotContain(secret, json, StringComparison.Ordinal));
        Assert.Equal("promoted", (await Run("--yes")).Output.Contains("Nothing was to do.", StringComparison.Ordinal) ? "promoted" : "again");
    }

    [Fact]
    public async Task Products_that_are_there_under_other_ids_are_matched_by_what_a_person_names()
    {
        await Stage("mug", "Mug", 1200);
        _live.Sanity.Editor.PublishNew(Json("""{"_id":"becher","_type":"product","name":"mug","description":"From here"}"""));
        _live.Sanity.Editor.PublishNew(Json("""{"_id":"becher-eur","_type":"price","product":{"_type":"reference","_ref":"becher"},"unit_amount":1200,"currency":"eur"}"""));

        var (code, said, error) = await Run("--match", "name", "--yes");

        Assert.Equal((0, ""), (code, error));
        Assert.Null(_live.Sanity.Document("mug"));
        Assert.Null(_live.Sanity.Document("mug-eur"));
        Assert.Equal(("Mug", "From here"), (Text(_live, "becher", "name"), Text(_live, "becher", "description")));
        Assert.Single(_live.Stripe.Dashboard.Prices);
        Assert.Contains("becher", said, StringComparison.Ordinal);

        // It is remembered: the next time nobody has to say it.
        _staging.Sanity.Editor.SetAndPublish("mug-eur", "unit_amount", JsonValue.Create(1300));
        Assert.Equal(0, (await Run("--yes")).Code);
        Assert.Equal(1300, Number(_live, "becher-eur", "unit_amount"));
    }

    [Fact]
    public async Task Documents_of_the_same_id_are_said_to_be_so()
    {
        await Stage("mug", "Mug, large", 1200);
        _live.Sanity.Editor.PublishNew(Json("""{"_id":"mug","_type":"product","name":"Mug"}"""));
        Assert.Equal(0, (await TandemProcess.Run(_folder.Path, "apply", "--connection", "default", "--yes")).Code);

        var (_, said, _) = await Run("--dry-run");

        Assert.Contains($"~ Mug, large  mug ↔ {(string?)Assert.Single(_live.Stripe.Dashboard.Products)["id"]} (same id)", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_product_whose_id_is_another_ones_in_production_gets_one_of_its_own()
    {
        await Stage("mug", "Mug", 1200);
        _live.Sanity.Editor.PublishNew(Json("""{"_id":"becher","_type":"product","name":"Mug"}"""));
        Assert.Equal(0, (await Run("--link", "mug=becher", "--yes")).Code);

        await Stage("becher", "Beaker", 700);
        var (code, said, error) = await Run("--yes");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Done: 1 made in Stripe.", said, StringComparison.Ordinal);
        Assert.Equal("Mug", Text(_live, "becher", "name"));
        Assert.Equal(["Beaker", "Mug"], _live.Stripe.Dashboard.Products.Select(product => (string?)product["name"]).Order());
        Assert.Null(_live.Sanity.Document("becher-eur"));

        // Both are remembered.
        _staging.Sanity.Editor.SetAndPublish("becher", "name", JsonValue.Create("Tumbler"));
        _staging.Sanity.Editor.SetAndPublish("mug", "name", JsonValue.Create("Cup"));
        Assert.Equal(0, (await Run("--yes")).Code);
        Assert.Equal("Cup", Text(_live, "becher", "name"));
        Assert.Equal(["Cup", "Tumbler"], _live.Stripe.Dashboard.Products.Select(product => (string?)product["name"]).Order());
    }

    [Fact]
    public async Task What_a_person_links_comes_before_the_same_id()
    {
        await Stage("mug", "Mug", 1200);
        await Stage("becher", "Beaker", 700);
        _live.Sanity.Editor.PublishNew(Json("""{"_id":"becher","_type":"product","name":"Mug"}"""));

        Assert.Equal(0, (await Run("--link", "mug=becher", "--yes")).Code);

        Assert.Equal("Mug", Text(_live, "becher", "name"));
        Assert.Null(_live.Sanity.Document("mug"));
        Assert.Equal(["Beaker", "Mug"], _live.Stripe.Dashboard.Products.Select(product => (string?)product["name"]).Order());
        await Stage("plate", "Plate", 900);
        var (code, _, error) = await Run("--link", "plate=becher");
        Assert.Equal((2, "becher in default is mug of staging, which was promoted before."), (code, error.Trim()));
    }

    [Fact]
    public async Task What_cannot_be_meant_is_refused()
    {
        Assert.Equal(2, (await TandemProcess.Run(_folder.Path, "promote", "--from", "staging")).Code);
        Assert.Equal(2, (await TandemProcess.Run(_folder.Path, "promote", "--from", "staging", "--to", "staging")).Code);
        Assert.Equal(2, (await TandemProcess.Run(_folder.Path, "promote", "--from", "other", "--to", "default")).Code);
        Assert.Equal(2, (await Run("--json")).Code);
        await Stage("mug", "Mug", 1200);
        var (code, _, error) = await Run("--link", "mug=nowhere");
        Assert.Equal((2, "There is no published product document nowhere in default."), (code, error.Trim()));
        Assert.Contains("Promote it? Nobody can answer here: say --yes, or use a terminal. Nothing was done.", (await Run()).Error, StringComparison.Ordinal);
        Assert.Null(_live.Sanity.Document("mug"));

        _folder.Write(".env.local", string.Concat(_live.Variables.Where(variable => variable.Name == "SANITY_API_HOST").Select(variable => $"STAGING_{variable.Name}='{variable.Value}'\n")));
        (code, _, error) = await Run("--dry-run");
        Assert.Equal(2, code);
        Assert.Contains("are the same dataset", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> Run(params string[] more) => TandemProcess.Run(_folder.Path, [.. Promote, .. more]);

    // A product with a price in the staging pair, in step with its Stripe.
    private async Task Stage(string id, string name, int amount)
    {
        _staging.Sanity.Editor.PublishNew(Json($$"""{"_id":"{{id}}","_type":"product","name":"{{name}}"}"""));
        _staging.Sanity.Editor.PublishNew(Json($$"""{"_id":"{{id}}-eur","_type":"price","product":{"_type":"reference","_ref":"{{id}}"},"unit_amount":{{amount}},"currency":"eur"}"""));
        Assert.Equal(0, (await TandemProcess.Run(_folder.Path, "apply", "--connection", "staging", "--yes")).Code);
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static string? Text(StandIns pair, string id, string field) => (string?)pair.Sanity.Document(id)?[field];

    private static int? Number(StandIns pair, string id, string field) => (int?)pair.Sanity.Document(id)?[field];

    private static string? Reference(StandIns pair, string id, string field) => (string?)pair.Sanity.Document(id)?[field]?["_ref"];
}
