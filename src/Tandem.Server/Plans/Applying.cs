using System.Runtime.CompilerServices;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Takes what became of each product of a plan, as it ends: onto a terminal, into a file.</summary>
public interface IApplyOutput
{
    /// <summary>Which pair is worked on.</summary>
    void Begin(PlanHead head);

    /// <summary>What became of a product.</summary>
    void Show(AppliedEntry applied);

    /// <summary>All that could be done is done.</summary>
    void End(ApplyTotals totals);
}

/// <summary>Does plans, product by product, by the pass of the live path: exactly as planned, or not at all. It can be ended at any moment and given again.</summary>
public static class Applying
{
    /// <summary>Plans what is meant and does it as it is planned; only a few products are in memory.</summary>
    /// <param name="workplace">Both sides and their memory.</param>
    /// <param name="options">What is meant, and how it is matched.</param>
    /// <param name="limit">Ends after so many products with something to do; null for all.</param>
    /// <param name="output">Who is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PlanFailedException">A side cannot be reached. What was done until then is done.</exception>
    /// <exception cref="PlanRefusedException">What was asked for cannot be done.</exception>
    public static async Task<ApplyTotals> Plan(Workplace workplace, SurveyOptions options, int? limit, IApplyOutput output, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workplace);
        var head = await workplace.Admit(time.GetUtcNow(), cancellation);
        return await Run(workplace, head, isShown: false, stopping => Planned(workplace.Engine.Survey(workplace.Settings.Name, options), limit, stopping), output, cancellation);
    }

    /// <summary>Does a plan that was kept in a file.</summary>
    /// <param name="workplace">Both sides and their memory.</param>
    /// <param name="plan">The plan; it is read twice, so that nothing is done of one that does not hold.</param>
    /// <param name="output">Who is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PlanFailedException">A side cannot be reached. What was done until then is done.</exception>
    /// <exception cref="PlanRefusedException">It is no plan, or one for others.</exception>
    public static async Task<ApplyTotals> File(Workplace workplace, Stream plan, IApplyOutput output, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workplace);
        ArgumentNullException.ThrowIfNull(plan);
        var reader = await PlanReader.Open(plan, cancellation);
        var head = await workplace.Admit(time.GetUtcNow(), cancellation);
        if (!reader.Head.IsSamePair(head))
        {
            throw new PlanRefusedException($"The plan is for the connection {Visible.Text(reader.Head.Connection)}, {Visible.Text(reader.Head.Pair)}; here is the connection {head.Connection}, {head.Pair}. Nothing was done.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in reader.Entries(cancellation))
        {
            if (entry.State == PreviewState.Changes && !seen.Add(entry.Document))
            {
                throw new PlanRefusedException($"The plan cannot be applied: {Visible.Text(entry.Document)} is in it twice. Nothing was done. Make a new one with tandem plan --out.");
            }
        }

        plan.Position = 0;
        reader = await PlanReader.Open(plan, cancellation);
        return await Run(workplace, head, isShown: true, stopping => reader.Entries(stopping).Select(entry => new Step(entry)), output, cancellation);
    }

    /// <summary>Does what is to be done for each entry, as it comes.</summary>
    /// <param name="workplace">Both sides and their memory.</param>
    /// <param name="head">Which pair that is.</param>
    /// <param name="isShown">Whether a person was shown the entries: then only what they say is done.</param>
    /// <param name="steps">The entries; read no faster than they are done.</param>
    /// <param name="output">Who is told.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static async Task<ApplyTotals> Run(
        Workplace workplace, PlanHead head, bool isShown, Func<CancellationToken, IAsyncEnumerable<Step>> steps, IApplyOutput output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Begin(head);
        var work = new Work(workplace.Settings.Name, isShown, output);
        CatalogFault? fault = null;
        var isOver = false;
        try
        {
            await foreach (var result in workplace.Engine.Apply(workplace.Settings.Name, work.Orders(steps, cancellation), cancellation))
            {
                work.Take(result);
                if ((fault = result.Fault) is not null)
                {
                    break;
                }
            }

            isOver = true;
        }
        finally
        {
            // Also when a side fails in the middle; not when nothing has begun.
            if (isOver || work.Totals.Products > 0)
            {
                output.End(work.Totals);
            }
        }

        return fault is null ? work.Totals : throw PlanFailedException.Of(fault);
    }

    /// <summary>An entry, and what became of it if that is said already.</summary>
    internal sealed record Step(PlanEntry Entry, ApplyOutcome? Outcome = null)
    {
        /// <summary>Whether some of it was written before the pass. Then a pass that finds nothing left, because the service beside us was faster, ends what is done.</summary>
        public bool IsBegun { get; init; }
    }

    private static async IAsyncEnumerable<Step> Planned(Survey survey, int? limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var changes = 0;
        await foreach (var preview in Planning.Previews(survey, cancellation))
        {
            yield return new Step(PlanEntry.Of(preview));
            changes += preview.State == PreviewState.Changes ? 1 : 0;
            if (changes >= limit)
            {
                yield break;
            }
        }
    }

    // What is in hand, so that a result finds its entry; and the counts. Products that need no order are told at once. Only what a person was shown binds: what was planned
    // a moment ago may have moved by now, be it by the service beside us.
    private sealed class Work(string connection, bool isShown, IApplyOutput output)
    {
        private readonly Lock _turn = new();
        private readonly Dictionary<ProductOrder, Step> _inHand = new(ReferenceEqualityComparer.Instance);

        public ApplyTotals Totals { get; } = new();

        public async IAsyncEnumerable<ProductOrder> Orders(Func<CancellationToken, IAsyncEnumerable<Step>> steps, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (var step in steps(cancellation))
            {
                var (entry, outcome) = step;
                if (outcome is not null || entry.State != PreviewState.Changes || Order.Parse(entry.Order) is not { } order)
                {
                    Tell(new AppliedEntry(entry, outcome ?? OutcomeOf(entry.State), string.Join(" ", entry.Notes.Concat(entry.Refusals))));
                    continue;
                }

                var ordered = new ProductOrder(new ProductKey(connection, entry.Document), isShown ? order : null, [.. entry.Mentions.Select(ObjectId.Parse)]);
                lock (_turn)
                {
                    _inHand.Add(ordered, step);
                }

                yield return ordered;
            }
        }

        public void Take(OrderResult result)
        {
            Step step;
            lock (_turn)
            {
                _inHand.Remove(result.Ordered, out step!);
            }

            var outcome = OutcomeOf(result.State);
            Tell(new AppliedEntry(step.Entry, step.IsBegun && outcome == ApplyOutcome.InStep ? ApplyOutcome.Done : outcome, result.Reason));
        }

        private void Tell(AppliedEntry applied)
        {
            lock (_turn)
            {
                Totals.Add(applied);
                output.Show(applied);
            }
        }

        private static ApplyOutcome OutcomeOf(PreviewState state) => state switch
        {
            PreviewState.InStep => ApplyOutcome.InStep,
            PreviewState.LeftAlone => ApplyOutcome.LeftAlone,
            PreviewState.Ambiguous => ApplyOutcome.Ambiguous,
            PreviewState.Waits => ApplyOutcome.Waits,
            _ => ApplyOutcome.Blocked,
        };

        private static ApplyOutcome OutcomeOf(OrderState state) => state switch
        {
            OrderState.Done => ApplyOutcome.Done,
            OrderState.InStep => ApplyOutcome.InStep,
            OrderState.Moved => ApplyOutcome.Moved,
            OrderState.Held => ApplyOutcome.Held,
            OrderState.Asks => ApplyOutcome.Asks,
            OrderState.Parked => ApplyOutcome.Parked,
            _ => ApplyOutcome.Later,
        };
    }
}
