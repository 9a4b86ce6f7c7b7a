namespace Tandem.Cli.Demo;

/// <summary>The small shop that the demo begins with, on the content side.</summary>
internal static class SampleCatalogue
{
    /// <summary>Publishes it.</summary>
    public static void Publish(Author author)
    {
        Add(author, "notebook", "Field Notebook", "Linen-bound, 160 dotted pages, lies flat.", new NewPrice(2400, "eur"), new NewPrice(3800, "jpy"));
        Add(author, "lamp", "Dusk Lamp", "A dimmable desk lamp of powder-coated steel.", new NewPrice(12900, "eur"), new NewPrice(13900, "usd"));
        Add(author, "membership", "Studio Membership", "A desk, good coffee and quiet company.", new NewPrice(1900, "eur", "month"), new NewPrice(19000, "eur", "year"));
    }

    private static void Add(Author author, string name, string title, string description, params NewPrice[] prices) =>
        author.Publish(author.Draft(name, title, description, prices));
}
