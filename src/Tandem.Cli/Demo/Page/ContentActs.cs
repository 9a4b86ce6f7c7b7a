using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tandem.Core;

namespace Tandem.Cli.Demo;

/// <summary>What a visitor does on the content side, as an editor in the Studio would.</summary>
/// <param name="stage">Where.</param>
/// <param name="timeline">Told of it.</param>
internal sealed class ContentActs(Stage stage, Timeline timeline) : IActs
{
    private int _made;

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
            case "publish":
                Publish(form.Need("id"), "published");
                break;
            case "discard":
                Discard(form.Need("id"));
                break;
            case "unpublish":
                Tell(form.Need("id"), "unpublished it");
                stage.Author.Unpublish(form.Need("id"));
                break;
            case "delete":
                Tell(form.Need("id"), "deleted it");
                stage.Author.Delete(form.Need("id"));
                break;
            default:
                return false;
        }

        return true;
    }

    private void Create(IFormCollection form)
    {
        var price = form.Price();
        var id = stage.Author.Draft($"new-{++_made}", form.Need("name"), form.Get("description"), price);
        Tell(id, form.Says("publish") ? "created and published it in Sanity" : "created a draft in Sanity");
        Finish(form, id);
    }

    private void Save(IFormCollection form)
    {
        var id = form.Need("id");
        var set = new JsonObject { ["name"] = form.Need("name"), ["description"] = form.Get("description"), ["active"] = form.Says("active") };
        var patch = new JsonObject { ["set"] = set };
        if (form.Get("default_price") is { Length: > 0 } price)
        {
            // A price that is not published yet becomes a firm reference when it is.
            set["default_price"] = stage.StandIns.Sanity.Document(price) is null
                ? new JsonObject { ["_type"] = "reference", ["_ref"] = price, ["_weak"] = true, ["_strengthenOnPublish"] = new JsonObject { ["type"] = "price" } }
                : new JsonObject { ["_type"] = "reference", ["_ref"] = price };
        }
        else
        {
            patch["unset"] = new JsonArray("default_price");
        }

        stage.StandIns.Sanity.Editor.Edit(id, patch);
        Tell(id, form.Says("publish") ? "edited and published it in Sanity" : "edited the draft in Sanity");
        Finish(form, id);
    }

    private void AddPrice(IFormCollection form)
    {
        var product = form.Need("product");
        var price = form.Price();
        stage.Author.DraftPrice(product, price);
        Tell(product, $"added the price {Amounts.Show(price.Amount, price.Currency)} in Sanity");
        Finish(form, product);
    }

    private void SavePrice(IFormCollection form)
    {
        var id = form.Need("id");
        var currency = form.Need("currency");
        var amount = Amounts.Read(form.Get("amount"), currency);
        var set = new JsonObject { ["unit_amount"] = amount, ["active"] = form.Says("active") };
        var patch = new JsonObject { ["set"] = set };
        if (form.Get("nickname") is { Length: > 0 } nickname)
        {
            set["nickname"] = nickname;
        }
        else
        {
            patch["unset"] = new JsonArray("nickname");
        }

        stage.StandIns.Sanity.Editor.Edit(id, patch);
        var product = stage.StandIns.Sanity.Document($"drafts.{id}").Reference("product")!;
        Tell(product, string.Create(CultureInfo.InvariantCulture, $"set a price to {Amounts.Show(amount, currency)} in Sanity"));
        Finish(form, product);
    }

    private void Finish(IFormCollection form, string product)
    {
        if (form.Says("publish"))
        {
            stage.Author.Publish(product);
        }
    }

    private void Publish(string product, string what)
    {
        Tell(product, $"{what} it in Sanity");
        stage.Author.Publish(product);
    }

    private void Discard(string product)
    {
        if (ContentProduct.Find(stage.StandIns.Sanity, product) is not { } found)
        {
            return;
        }

        foreach (var document in found.Prices.Append(found.Document).Where(document => document.Draft is not null))
        {
            stage.StandIns.Sanity.Editor.Discard(document.Id);
        }
    }

    private void Tell(string product, string what) => timeline.Note(TimelineKind.Act, Side.Sanity, product, what);
}
