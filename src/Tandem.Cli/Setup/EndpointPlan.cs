using System.Collections.Immutable;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>Decides what has to happen so that exactly one Stripe endpoint sends this connection its events. Pure.</summary>
/// <remarks>
/// Ours are those that carry our mark and those at our address. Stripe shows a secret only when it creates an endpoint, and cannot change its version: an endpoint whose
/// secret nobody has, or of another train of versions, is replaced. One that we have marked and whose secret was never noted as stored is of no use to anybody, and goes first.
/// </remarks>
internal static class EndpointPlan
{
    private const string What = "Stripe webhook endpoint";

    /// <summary>The steps, in order.</summary>
    /// <param name="shown">The account's endpoints.</param>
    /// <param name="wanted">The one that is to be.</param>
    /// <param name="marks">The fingerprints of the secrets that are set; none when no secret is.</param>
    public static ImmutableArray<SetupStep> Of(StripeEndpoints shown, WantedEndpoint wanted, ImmutableHashSet<string> marks)
    {
        var mine = shown.All.Where(endpoint => IsOurs(endpoint, wanted)).ToList();
        if (mine.Where(endpoint => Flaw(endpoint, marks) is null).MaxBy(endpoint => Worth(endpoint, wanted)) is { } kept)
        {
            return [.. Change(kept, wanted), .. mine.Where(endpoint => endpoint != kept).Select(endpoint => Delete(endpoint, $"{kept.Id} does the same"))];
        }

        // Old ones go after the new one stands, unless there is no room for it, or they are of no use.
        var isFull = shown.All.Length - mine.Count(endpoint => IsUnfinished(endpoint, wanted)) >= StripeEndpoints.Most;
        var old = mine.ToLookup(endpoint => isFull || IsUnfinished(endpoint, wanted));
        var create = new SetupStep.CreateEndpoint(wanted)
        {
            Glyph = '+',
            What = What,
            Differences =
            [
                new("url", null, wanted.Url.AbsoluteUri), new("events", null, Text(StripeDelivery.Types)), new("api version", null, StripeProvisioning.ApiVersion),
            ],
            Why = "its signing secret is stored at once",
        };
        return [.. old[true].Select(endpoint => Delete(endpoint, Flaw(endpoint, marks)!)), create, .. old[false].Select(endpoint => Delete(endpoint, $"replaced: {Flaw(endpoint, marks)}"))];
    }

    /// <summary>Whether it is of this connection, or in its place.</summary>
    public static bool IsOurs(StripeEndpoint endpoint, WantedEndpoint wanted) => endpoint.Mark == wanted.Mark || WebhookAddress.IsSame(endpoint.Url, wanted.Url);

    /// <summary>Why it cannot be kept; null when it can.</summary>
    public static string? Flaw(StripeEndpoint endpoint, ImmutableHashSet<string> marks) => endpoint switch
    {
        { Mark: not null, SecretMark: null } => "its secret was never stored",
        { SecretMark: { } mark } when !marks.Contains(mark) => "its secret is not among those that are set here; whoever uses that secret needs the new one",
        { Mark: null } when marks.IsEmpty => "its secret is not set here, and Stripe does not show it again",
        _ when !StripeProvisioning.IsOfOurTrain(endpoint.ApiVersion) => $"its events come in the version {endpoint.ApiVersion ?? "of the account"}, which cannot be changed",
        _ => null,
    };

    /// <summary>What is not as it should be of an endpoint that can be kept.</summary>
    public static ImmutableArray<Difference> Differences(StripeEndpoint endpoint, WantedEndpoint wanted)
    {
        var differences = ImmutableArray.CreateBuilder<Difference>();
        if (!WebhookAddress.IsSame(endpoint.Url, wanted.Url))
        {
            differences.Add(new Difference("url", endpoint.Url, wanted.Url.AbsoluteUri));
        }

        if (!endpoint.Events.ToHashSet().SetEquals(StripeDelivery.Types))
        {
            differences.Add(new Difference("events", Text(endpoint.Events), Text(StripeDelivery.Types)));
        }

        if (!endpoint.IsEnabled)
        {
            differences.Add(new Difference("status", "disabled", "enabled"));
        }

        if (endpoint.Mark is { } mark && mark != wanted.Mark)
        {
            differences.Add(new Difference("belongs to", mark, wanted.Mark));
        }

        return differences.ToImmutable();
    }

    private static IEnumerable<SetupStep> Change(StripeEndpoint endpoint, WantedEndpoint wanted)
    {
        if (Differences(endpoint, wanted) is { IsEmpty: false } differences)
        {
            yield return new SetupStep.ChangeEndpoint(endpoint.Id, wanted, endpoint.Mark is not null) { Glyph = '~', What = $"{What} {endpoint.Id}", Differences = differences };
        }
    }

    private static SetupStep Delete(StripeEndpoint endpoint, string why) => new SetupStep.DeleteEndpoint(endpoint.Id)
    {
        Glyph = '-',
        What = $"{What} {endpoint.Id}",
        Differences = [new Difference("url", endpoint.Url, null)],
        Why = why,
    };

    private static bool IsUnfinished(StripeEndpoint endpoint, WantedEndpoint wanted) => endpoint.Mark == wanted.Mark && endpoint.SecretMark is null;

    /// <summary>Which of several is kept: the greatest.</summary>
    public static int Worth(StripeEndpoint endpoint, WantedEndpoint wanted) =>
        (WebhookAddress.IsSame(endpoint.Url, wanted.Url) ? 4 : 0) + (endpoint.SecretMark is not null ? 2 : 0) + (endpoint.IsEnabled ? 1 : 0);

    private static string Text(IEnumerable<string> types) => string.Join(", ", types);
}
