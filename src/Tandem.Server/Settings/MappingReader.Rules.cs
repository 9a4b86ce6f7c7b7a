using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Server;

/// <summary>What the file says beyond fields: which documents are carried at all, and which price changes wait for a person.</summary>
internal sealed partial class MappingReader
{
    private string? _embedded;
    private string? _priceType;

    // Prices that are entries of a list in their product's document.
    private string? Embedded(JsonElement price, JsonElement value, string path)
    {
        foreach (var (name, why) in new[] { ("only", "say it of the product"), ("except", "say it of the product") })
        {
            if (price.TryGetProperty(name, out _))
            {
                Refuse($"price.{name}", $"has no meaning beside embedded: {why}.");
            }
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 200 } list && SanitySchema.IsList(list))
        {
            return list;
        }

        Refuse(path, "must lead to the list of prices in a product document by names only, as in prices or shop.prices.");
        return null;
    }

    // Where a price lies is part of the place of its fields: in another layout they meet for the first time again.
    private void Embed()
    {
        if (_embedded is not { } list)
        {
            return;
        }

        _schema = _schema.EmbeddedIn(list) with { EntryType = _priceType };
        _policy = _policy with
        {
            Rules =
            [
                .. _policy.Rules.Select(rule => rule switch
                {
                    { Direction: Direction.Off } => rule,
                    { Kind: Kind.Price } => rule with { Place = $"{list}[] {rule.Place}".TrimEnd() },
                    { Field: FieldNames.DefaultPrice } => rule with { Place = $"{(rule.Place.Length == 0 ? rule.Field : rule.Place)} as {FieldShape.PriceKey}" },
                    _ => rule,
                }),
            ],
        };
    }

    private IEnumerable<DocumentCondition> Conditions(Kind kind, JsonElement described, string path, bool isException)
    {
        foreach (var (name, value) in Members(described, path))
        {
            if (!SanitySchema.IsPath(name))
            {
                Refuse($"{path}.{name}", "does not lead to a field: write it as in noStripe, seo.hidden or channels[en].name.");
            }
            else if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number))
            {
                Refuse($"{path}.{name}", "must be compared with a text, a number, true or false.");
            }
            else
            {
                yield return new DocumentCondition(kind, name, value.Clone(), isException);
            }
        }
    }

    private PriceLimits Limits(JsonElement described, string path)
    {
        if (described.ValueKind == JsonValueKind.False)
        {
            return PriceLimits.None;
        }

        var limits = new PriceLimits();
        foreach (var (name, value) in Members(described, path))
        {
            limits = (name, value.ValueKind) switch
            {
                ("factor", JsonValueKind.False) => limits with { Factor = null },
                ("factor", JsonValueKind.Number) when value.TryGetDecimal(out var factor) && factor is > 1 and <= 1_000_000 => limits with { Factor = factor },
                ("zero", JsonValueKind.True or JsonValueKind.False) => limits with { HoldsZero = value.GetBoolean() },
                ("currency", JsonValueKind.True or JsonValueKind.False) => limits with { HoldsCurrency = value.GetBoolean() },
                _ => Unknown(limits, $"{path}.{name}"),
            };
        }

        return limits;
    }

    private PriceLimits Unknown(PriceLimits limits, string place)
    {
        Refuse(place, "is not known here; factor (a number above 1, or false), zero and currency (true or false) are.");
        return limits;
    }

    private T Choice<T>(JsonElement value, string path, ImmutableArray<(string Word, T Value)> words, T otherwise)
    {
        foreach (var (word, meant) in words)
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(word))
            {
                return meant;
            }
        }

        Refuse(path, $"must be one of {string.Join(", ", words.Select(entry => $"\"{entry.Word}\""))}.");
        return otherwise;
    }
}
