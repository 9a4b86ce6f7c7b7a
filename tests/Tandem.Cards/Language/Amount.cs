using System.Globalization;

namespace Tandem.Cards;

/// <summary>An amount of money as people write it.</summary>
/// <param name="Minor">In the smallest unit of the currency.</param>
/// <param name="Currency">The lower-case code.</param>
public sealed record Amount(long Minor, string Currency)
{
    /// <summary>How it is written: <c>12.00 EUR</c>.</summary>
    public const string Pattern = @"[0-9]+(\.[0-9]+)? [A-Z]{3}";

    /// <summary>Reads it; an amount with the wrong number of decimals is refused, so that a card cannot be off by a hundred.</summary>
    public static Amount Read(string text)
    {
        var parts = text.Split(' ');
        var decimals = parts[0].Contains('.') ? parts[0].Length - parts[0].IndexOf('.') - 1 : 0;
        var expected = parts[1] switch { "JPY" or "KRW" => 0, "KWD" or "BHD" => 3, _ => 2 };
        return decimals == expected
            ? new Amount(long.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), parts[1].ToLowerInvariant())
            : throw new FormatException($"{text}: amounts in {parts[1]} are written with {expected} decimals.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Minor} {Currency}";
}
