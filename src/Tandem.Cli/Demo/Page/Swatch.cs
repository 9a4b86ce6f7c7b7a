namespace Tandem.Cli.Demo;

/// <summary>The coloured letter that stands for a product: the same on both sides.</summary>
internal static class Swatch
{
    private const int Hues = 8;

    /// <summary>The letter on its colour.</summary>
    /// <param name="product">The document id, which decides the colour.</param>
    /// <param name="name">Its first letter is shown.</param>
    public static Html Of(string product, string? name)
    {
        var hue = product.Aggregate(7, (sum, letter) => ((sum * 31) + letter) & 0xffff) % Hues;
        var letter = string.IsNullOrWhiteSpace(name) ? "?" : name.Trim()[..1].ToUpperInvariant();
        return Html.Of($"""<span class="swatch hue-{hue}" aria-hidden="true">{letter}</span>""");
    }
}
