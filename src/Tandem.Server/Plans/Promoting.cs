using System.Runtime.CompilerServices;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Brings the products of one connection to another one: into its documents as an editor there would, and on to its Stripe by the usual pass.</summary>
public static class Promoting
{
    /// <summary>What is promoted from where to where.</summary>
    /// <param name="From">Where it comes from.</param>
    /// <param name="To">Where it goes to; its memory is the one that counts.</param>
    /// <param name="Options">Which products are meant, and how those are matched that nothing links.</param>
    /// <param name="Overwrites">Whether what was edited or deleted there since the last promotion is overwritten.</param>
    /// <param name="Limit">Ends after so many products with something to do; null for all.</param>
    public sealed record Order(Workplace From, Workplace To, SurveyOptions Options, bool Overwrites, int? Limit);

    /// <summary>Looks, and writes nothing anywhere.</summary>
    /// <param name="order">What is meant.</param>
    /// <param name="output">Who is told.</param>
    /// <param name="shown">Takes what was shown, product by product, so that <see cref="Run"/> does that and nothing else.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PlanFailedException">A side cannot be read.</exception>
    /// <exception cref="PlanRefusedException">What was asked for cannot be done.</exception>
    public static async Task<PlanTotals> Look(Order order, IPlanOutput output, IDictionary<string, string> shown, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(shown);
        Refuse(order);
        await order.From.Identify(time.GetUtcNow(), cancellation);
        output.Begin(await order.To.Identify(time.GetUtcNow(), cancellation));
        var totals = new PlanTotals();
        await foreach (var found in Previews(PromoterOf(order), cancellation))
        {
            totals.Add(found.Preview);
            output.Show(found.Preview);
            if (found.Promotion is { Changes.IsEmpty: false } promotion)
            {
                shown.Add(promotion.Key.DocumentId, promotion.Digest());
            }

            if (totals.Of(PreviewState.Changes) >= order.Limit)
            {
                totals.IsCut = true;
                break;
            }
        }

        output.End(totals);
        return totals;
    }

    /// <summary>Does it, product by product. It can be ended at any moment and given again: what was done is found done.</summary>
    /// <param name="order">What is meant.</param>
    /// <param name="output">Who is told.</param>
    /// <param name="shown">What a person was shown; what is to be done otherwise by now is not done. Null when nobody was.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PlanFailedException">A side cannot be reached. What was done until then is done.</exception>
    /// <exception cref="PlanRefusedException">What was asked for cannot be done.</exception>
    public static async Task<ApplyTotals> Run(Order order, IApplyOutput output, IReadOnlyDictionary<string, string>? shown, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        Refuse(order);
        await order.From.Identify(time.GetUtcNow(), cancellation);
        var head = await order.To.Admit(time.GetUtcNow(), cancellation);
        return await Applying.Run(order.To, head, isShown: false, stopping => Steps(order, shown, stopping), output, cancellation);
    }

    // The documents are written before the product is given to the pass, which carries them on.
    private static async IAsyncEnumerable<Applying.Step> Steps(Order order, IReadOnlyDictionary<string, string>? shown, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var promoter = PromoterOf(order);
        var changes = 0;
        await foreach (var found in Previews(promoter, cancellation))
        {
            var entry = PlanEntry.Of(found.Preview);
            if (found is not { IsNews: true, Promotion: { } promotion })
            {
                yield return new Applying.Step(entry);
                continue;
            }

            if (shown is not null && !promotion.Changes.IsEmpty && shown.GetValueOrDefault(promotion.Key.DocumentId) != promotion.Digest())
            {
                yield return new Applying.Step(entry with { Notes = ["It has changed since it was shown."] }, ApplyOutcome.Moved);
                continue;
            }

            yield return await promoter.Promote(found, cancellation) switch
            {
                null => new Applying.Step(entry) { IsBegun = !promotion.Changes.IsEmpty },
                CatalogFault.Stale or CatalogFault.Gone => new Applying.Step(entry with { Notes = ["It was edited in this very moment."] }, ApplyOutcome.Moved),
                CatalogFault.Refused refused => new Applying.Step(entry with { Notes = [refused.Message] }, ApplyOutcome.Blocked),
                CatalogFault.Unavailable { Field: not null } waits => new Applying.Step(entry with { Notes = [waits.Message] }, ApplyOutcome.Later),
                var broken => throw PlanFailedException.Of(broken),
            };
            changes += promotion.Changes.IsEmpty ? 0 : 1;
            if (changes >= order.Limit)
            {
                yield break;
            }
        }
    }

    private static IAsyncEnumerable<PromotionPreview> Previews(Promoter promoter, CancellationToken cancellation) => Planning.Found(promoter.Prepare, promoter.Previews, cancellation);

    private static Promoter PromoterOf(Order order) =>
        order.To.Engine.Promoter(order.From.Engine, order.From.Settings.Name, order.To.Settings.Name, order.Options, order.Overwrites);

    private static void Refuse(Order order)
    {
        var (from, to) = (order.From.Settings, order.To.Settings);
        if ((from.SanityPlace, from.SanityProject, from.SanityDataset) == (to.SanityPlace, to.SanityProject, to.SanityDataset))
        {
            throw new PlanRefusedException($"{from.Name} and {to.Name} are the same dataset ({to.SanityProject}, {to.SanityDataset}): there is nothing to promote.");
        }
    }
}
