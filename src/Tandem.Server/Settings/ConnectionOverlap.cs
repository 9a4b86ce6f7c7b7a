using System.Collections.Immutable;
using System.Text.Json;
using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Server;

/// <summary>Finds connections that would write to the same objects, by what the settings tell; accounts that only Stripe can tell are compared by the start check.</summary>
/// <remarks>
/// Two connections may share a dataset when it is certain that no document is carried by both: their product types differ, or an <c>only</c> of one rules out what the other
/// carries. They may never share a Stripe account and mode: what is made in Stripe does not say which dataset it belongs to, so both would take it.
/// </remarks>
internal static class ConnectionOverlap
{
    /// <summary>What is wrong, a sentence for each pair of connections.</summary>
    public static IEnumerable<SettingsProblem> Problems(ImmutableArray<ConnectionSettings> connections)
    {
        foreach (var (one, other) in connections.SelectMany((one, index) => connections.Skip(index + 1).Select(other => (one, other))))
        {
            if (one.StripeKey.Reveal() == other.StripeKey.Reveal())
            {
                yield return new SettingsProblem(
                    Variables.StripeSecretKey.For(other.Name).Name,
                    $"is also the key of the connection {one.Name}. Two connections cannot share a Stripe account and mode: what is made there would go into both datasets. Give each its own.");
            }

            if (Dataset(one) != Dataset(other))
            {
                continue;
            }

            if (!AreApart(one.Mapping.Schema, other.Mapping.Schema))
            {
                yield return new SettingsProblem(
                    Variables.SanityDataset.For(other.Name).Name,
                    $"is also the dataset of the connection {one.Name}, and nothing says which documents belong to which. Give each its own, or let each mapping carry other documents: "
                    + "\"only\" of product with the same field and another value, or other types.");
            }

            if (one.Studio && other.Studio)
            {
                yield return new SettingsProblem(
                    Variables.Studio.For(other.Name).Name, $"is on for two connections with one dataset: {one.Name} would answer what editors ask of {other.Name}. Switch it on for one of them.");
            }
        }
    }

    private static (string Place, string Project, string Dataset) Dataset(ConnectionSettings connection) => (connection.SanityPlace, connection.SanityProject, connection.SanityDataset);

    // A price belongs to its product, so the products decide.
    private static bool AreApart(SanitySchema one, SanitySchema other)
    {
        if (one.KindOf(other.ProductType) == Kind.Price || other.KindOf(one.ProductType) == Kind.Price)
        {
            return false;
        }

        return one.ProductType != other.ProductType
            || OfProducts(one).Any(condition => OfProducts(other).Any(against => Excludes(condition, against) || Excludes(against, condition)));
    }

    private static IEnumerable<DocumentCondition> OfProducts(SanitySchema schema) => schema.Conditions.Where(condition => condition.Kind == Kind.Product);

    // What shows one value does not show another one, and is not among those that may not show it.
    private static bool Excludes(DocumentCondition condition, DocumentCondition against) =>
        condition.Path == against.Path && !condition.IsException && JsonElement.DeepEquals(condition.Value, against.Value) == against.IsException;
}
