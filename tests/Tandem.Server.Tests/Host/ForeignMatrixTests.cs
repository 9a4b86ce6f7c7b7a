using System.Net;
using System.Text;
using Tandem.Core;
using Tandem.Server.Tests.Signatures;

namespace Tandem.Server.Tests.Host;

/// <summary>Whatever is delivered to whichever connection: what is not its own is never applied, there or anywhere else.</summary>
[Trait("G", "11")]
public sealed class ForeignMatrixTests
{
    private int _count;

    [Fact]
    public async Task No_connection_applies_what_is_not_its_own()
    {
        var shops = ThreeShops.New();
        await using var server = await ThreeShops.Start(shops);
        await server.UntilReady();
        foreach (var shop in shops)
        {
            await Eventually.Is(async () => (await server.Http.GetAsync($"/health/ready/{shop.Name}")).IsSuccessStatusCode, () => server.Said.Text);
        }

        var cells = shops.SelectMany(shop => Cells(shop, shops)).ToList();
        foreach (var cell in cells)
        {
            var (before, foreign) = (await server.Stored(), Foreign(server));
            using var answer = await server.Post(cell.Path, cell.Body, cell.Headers);
            var (stored, kept) = (await server.Stored() - before, Foreign(server) - foreign);
            Assert.True(
                (answer.StatusCode, stored, kept) == cell.Expected switch
                {
                    Fate.Applied => (HttpStatusCode.OK, 1, 0),
                    Fate.KeptApart => (HttpStatusCode.OK, 1, 1),
                    _ => (HttpStatusCode.Unauthorized, 0, 0),
                },
                $"{cell.Name}: {(int)answer.StatusCode}, stored {stored}, kept apart {kept}");
        }

        // Three shops: 3 of its own, 2 of another mode or account, 3 of another project or dataset, 6 for each of two neighbours; and the second paths of the seed's own.
        Assert.Equal(3 * (3 + 2 + 3 + (2 * 6)) + 2, cells.Count);
        foreach (var shop in shops)
        {
            await Eventually.Is(() => Own(shop).All(shop.Stripe.Looked.Keys.Concat(shop.Sanity.Looked.Keys).Contains), () => server.Said.Text);
            Assert.Equal(Own(shop).Order(), shop.Stripe.Looked.Keys.Concat(shop.Sanity.Looked.Keys).Order());
            Assert.Equal(0, shop.Stripe.Writes + shop.Sanity.Writes);
        }

        string[] Own(ShopDouble shop) => [.. cells.Where(cell => cell.Expected == Fate.Applied && cell.Shop == shop.Name).Select(cell => cell.Subject)];
    }

    [Theory]
    [InlineData("/api/nobody/stripe/webhook")]
    [InlineData("/api/nobody/sanity/webhook")]
    [InlineData("/api/Staging/../nobody/stripe/webhook")]
    [InlineData("/api/staging/other/webhook")]
    [InlineData("/api/staging/stripe/webhook/more")]
    [InlineData("/api//stripe/webhook")]
    [InlineData("/health/ready/nobody")]
    public async Task A_connection_that_is_not_set_up_is_not_there(string path)
    {
        await using var server = await ThreeShops.Start(ThreeShops.New());
        using var answer = await server.Post(path, Encoding.UTF8.GetBytes(Bodies.Stripe()));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Log_lines_of_a_named_connection_say_its_name()
    {
        var shops = ThreeShops.New();
        await using var server = await ThreeShops.Start(shops);
        foreach (var cell in shops.SelectMany(shop => Cells(shop, shops)).Where(cell => cell.Expected == Fate.Applied && cell.Path == $"/api/{cell.Shop}/stripe/webhook"))
        {
            using var answer = await server.Post(cell.Path, cell.Body, cell.Headers);
        }

        Assert.Contains(server.Said.All, line => line.Contains("[WEBHOOK] product.updated evt_", StringComparison.Ordinal));
        Assert.Contains(server.Said.All, line => line.Contains("[WEBHOOK] staging: product.updated evt_", StringComparison.Ordinal));
        Assert.Contains(server.Said.All, line => line.Contains("[WEBHOOK] shop-b: product.updated evt_", StringComparison.Ordinal));
    }

    private static int Foreign(RunningServer server) => server.Said.All.Count(line => line.Contains("kept apart and not applied", StringComparison.Ordinal));

    private IEnumerable<Cell> Cells(ShopDouble shop, ShopDouble[] shops)
    {
        var others = shops.Where(other => other != shop).ToList();
        yield return Stripe("its own", shop, Fate.Applied);
        yield return Stripe("its own, which names the account", shop, Fate.Applied, account: shop.Account);
        yield return Sanity("its own", shop, Fate.Applied);
        if (shop.Name == "default")
        {
            yield return Stripe("its own under its name", shop, Fate.Applied) with { Path = shop.Path(Side.Stripe, isNamed: true) };
            yield return Sanity("its own under its name", shop, Fate.Applied) with { Path = shop.Path(Side.Sanity, isNamed: true) };
        }

        yield return Stripe("the other mode", shop, Fate.KeptApart, isLive: !shop.IsLive);
        yield return Stripe("a stranger's account", shop, Fate.KeptApart, account: "acct_9");
        yield return Sanity("another project", shop, Fate.KeptApart, project: "xyz789");
        yield return Sanity("another dataset", shop, Fate.KeptApart, dataset: "else");
        yield return Sanity("another project and dataset", shop, Fate.KeptApart, project: "xyz789", dataset: "else");
        foreach (var other in others)
        {
            yield return Stripe($"the account of {other.Name}", shop, Fate.KeptApart, account: other.Account);
            yield return Stripe($"signed by {other.Name}", shop, Fate.Refused, secret: other.StripeSecret);
            yield return Sanity($"signed by {other.Name}", shop, Fate.Refused, secret: other.SanitySecret);
            yield return Stripe($"on the path of {other.Name}", shop, Fate.Refused) with { Path = other.Path(Side.Stripe) };
            yield return Sanity($"on the path of {other.Name}", shop, Fate.Refused) with { Path = other.Path(Side.Sanity) };
            yield return Sanity($"from the dataset of {other.Name}", shop, Fate.KeptApart, project: other.Project, dataset: other.Dataset);
        }
    }

    private Cell Stripe(string what, ShopDouble shop, Fate expected, bool? isLive = null, string? account = null, string? secret = null)
    {
        var number = ++_count;
        var body = Encoding.UTF8.GetBytes(Bodies.Stripe($"evt_{number}", live: isLive ?? shop.IsLive, product: $"prod_{number}", account: account));
        return new Cell($"{shop.Name}, Stripe, {what}", shop.Name, shop.Path(Side.Stripe), body, [("Stripe-Signature", Signer.Stripe(secret ?? shop.StripeSecret, body, DateTimeOffset.UtcNow))], expected, $"prod_{number}");
    }

    private Cell Sanity(string what, ShopDouble shop, Fate expected, string? project = null, string? dataset = null, string? secret = null)
    {
        var number = ++_count;
        var body = Encoding.UTF8.GetBytes(Bodies.Projection($"doc-{number}"));
        return new Cell(
            $"{shop.Name}, Sanity, {what}", shop.Name, shop.Path(Side.Sanity), body,
            [("sanity-webhook-signature", Signer.Sanity(secret ?? shop.SanitySecret, body, DateTimeOffset.UtcNow)), .. Bodies.SanityHeaders($"key-{number}", project ?? shop.Project, dataset ?? shop.Dataset)],
            expected, $"doc-{number}");
    }

    private enum Fate
    {
        Applied,
        KeptApart,
        Refused,
    }

    private sealed record Cell(string Name, string Shop, string Path, byte[] Body, (string Name, string Value)[] Headers, Fate Expected, string Subject);
}
