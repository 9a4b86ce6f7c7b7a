using System.Runtime.CompilerServices;
using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Takes a plan product by product as it is made: onto a terminal, into a file.</summary>
public interface IPlanOutput
{
    /// <summary>Which pair is looked at.</summary>
    void Begin(PlanHead head);

    /// <summary>What would be done for a product.</summary>
    void Show(Preview preview);

    /// <summary>All has been looked at.</summary>
    void End(PlanTotals totals);
}

/// <summary>Makes a plan of whole catalogues, or of some of their products. It writes nothing anywhere.</summary>
public static class Planning
{
    /// <summary>Looks at everything that is meant, and hands each product on at once.</summary>
    /// <param name="workplace">Both sides and their memory.</param>
    /// <param name="options">What is meant, and how it is matched.</param>
    /// <param name="limit">The look ends after so many products with something to do; null for all.</param>
    /// <param name="output">Who takes them.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PlanFailedException">A side cannot be read.</exception>
    /// <exception cref="PlanRefusedException">What was asked for cannot be done.</exception>
    public static async Task<PlanTotals> Run(Workplace workplace, SurveyOptions options, int? limit, IPlanOutput output, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(workplace);
        ArgumentNullException.ThrowIfNull(output);
        output.Begin(await workplace.Identify(time.GetUtcNow(), cancellation));
        var survey = workplace.Engine.Survey(workplace.Settings.Name, options);
        var totals = new PlanTotals();
        await foreach (var preview in Previews(survey, cancellation))
        {
            totals.Add(preview);
            output.Show(preview);
            if (limit is { } most && totals.Of(PreviewState.Changes) >= most)
            {
                totals.IsCut = true;
                break;
            }
        }

        (totals.OnlySanity, totals.OnlyStripe) = (survey.OnlySanity, survey.OnlyStripe);
        output.End(totals);
        return totals;
    }

    /// <summary>What a survey finds; what stands in its way is thrown.</summary>
    internal static IAsyncEnumerable<Preview> Previews(Survey survey, CancellationToken cancellation) => Found(survey.Prepare, survey.Previews, cancellation);

    /// <summary>What a look finds once it is prepared; what stands in its way is thrown.</summary>
    internal static async IAsyncEnumerable<T> Found<T>(
        Func<CancellationToken, Task<Outcome<SurveyStart>>> prepare, Func<CancellationToken, IAsyncEnumerable<Outcome<T>>> look, [EnumeratorCancellation] CancellationToken cancellation)
        where T : class
    {
        var start = await prepare(cancellation);
        if (start.Fault is { } unread)
        {
            throw PlanFailedException.Of(unread);
        }

        if (!start.Value!.Problems.IsEmpty)
        {
            throw new PlanRefusedException(string.Join(Environment.NewLine, start.Value.Problems.Select(problem => Visible.Text(problem))));
        }

        await foreach (var found in look(cancellation))
        {
            yield return found.Value ?? throw PlanFailedException.Of(found.Fault!);
        }
    }
}
