using System.Collections.Immutable;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>The ways in which setup ends, in words.</summary>
internal static class SetupEnds
{
    /// <summary>Keys are missing, and nobody is there to be asked.</summary>
    public static SetupEnd Missing(ImmutableArray<Variable> missing, string file) => new(
        ExitCode.Usage, "missing", $"Bring these, in {file} or in the environment, and run this again; on a terminal it asks for them:{Environment.NewLine}{Environment.NewLine}{SetupKeys.Tell(missing)}");

    /// <summary>Key or token cannot do the service's work.</summary>
    public static SetupEnd NotReady { get; } = new(ExitCode.Failed, "failed", "Nothing was changed: the service could not work like this. Mend it and run this again.");

    /// <summary>Somebody said no.</summary>
    public static SetupEnd Declined { get; } = new(ExitCode.NeedsPerson, "declined", "Nothing was changed.");

    /// <summary>The way things are set stands against it.</summary>
    public static SetupEnd Refused(string why) => new(ExitCode.Usage, "refused", $"Nothing was changed. {why}");

    /// <summary>A vendor refused.</summary>
    public static SetupEnd Failed(string why) => new(ExitCode.Failed, "failed", $"{why} What is done stays done; the next run goes on where this one stood.");

    /// <summary>It was only to be shown.</summary>
    public static SetupEnd Planned(SetupRound round, SettingsPlace place) =>
        new(ExitCode.NeedsPerson, "planned", "This was a dry run: nothing was changed.") { ByHand = ByHand(round, place) };

    /// <summary>Nobody is there to say yes.</summary>
    public static SetupEnd Unasked(SetupRound round, SettingsPlace place) =>
        new(ExitCode.NeedsPerson, "planned", "Nothing was changed: nobody is there to say yes. Run it with --yes.") { ByHand = ByHand(round, place) };

    /// <summary>Nothing is left to do.</summary>
    public static SetupEnd Settled(SetupRound round, SetupSight sight, SettingsPlace place, bool didSomething)
    {
        var byHand = ByHand(round, place);
        var isWhole = byHand.IsEmpty;
        var text = (didSomething, isWhole) switch
        {
            (true, true) => "Done.",
            (false, true) => "Nothing to do: everything is as it is to be.",
            (true, false) => "Done, except for what only you can do:",
            (false, false) => "Nothing else to do, except for what only you can do:",
        };
        return new SetupEnd(isWhole ? ExitCode.Done : ExitCode.NeedsPerson, didSomething ? "done" : "nothing", text) { ByHand = byHand, Hints = Hints(round, sight, place, didSomething) };
    }

    private static ImmutableArray<string> ByHand(SetupRound round, SettingsPlace place)
    {
        if (round.Goal is not { } goal)
        {
            return [];
        }

        var (endpoint, hook) = (goal.Endpoint, goal.Hook(null));
        return
        [
            .. round.ManagesEndpoints ? Array.Empty<string>() :
            [
                $"Stripe Dashboard > Developers > Webhooks > Add destination: the address {endpoint.Url.AbsoluteUri}, the API version {StripeProvisioning.ApiVersion}, the events {string.Join(", ", StripeDelivery.Types)}. "
                + $"Its signing secret goes into {place.FileName} as {Variables.StripeWebhookSecret.For(goal.Connection)}.",
            ],
            .. round.ManagesHooks ? Array.Empty<string>() :
            [
                $"sanity.io/manage > your project > API > Webhooks > Create webhook: the address {hook.Url.AbsoluteUri}, the dataset {hook.Dataset}, on create, update and delete, the filter {hook.Filter}, "
                + $"the projection {string.Join(' ', WantedHook.Projection.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}, drafts and versions off, "
                + $"and as its secret what {place.FileName} holds as {Variables.SanityWebhookSecret.For(goal.Connection)}.",
            ],
        ];
    }

    private static ImmutableArray<string> Hints(SetupRound round, SetupSight sight, SettingsPlace place, bool didSomething)
    {
        var hints = ImmutableArray.CreateBuilder<string>();
        if (round.Goal is not { } goal)
        {
            hints.Add("No public address, so no webhooks: tandem serve --pull does without them. Give one with --url when there is one.");
            return hints.ToImmutable();
        }

        if (didSomething)
        {
            hints.Add($"{place.FileName} holds secrets: keep it out of version control. Start the service, or start it again: tandem serve");
            hints.Add("Then see whether all is well: tandem doctor");
        }

        var (endpoint, hook) = (goal.Endpoint, goal.Hook(null));
        foreach (var other in sight.Endpoints?.All.Where(other => !EndpointPlan.IsOurs(other, endpoint) && other.Mark is null && LooksLike(other.Url, endpoint.Url)) ?? [])
        {
            hints.Add($"The Stripe endpoint {other.Id} goes to {other.Url}. If that was Tandem's place before, delete it in the Dashboard.");
        }

        foreach (var other in sight.Hooks?.All.Where(other => !HookPlan.IsOurs(other, hook) && other.Mark is null && LooksLike(other.Url, hook.Url)) ?? [])
        {
            hints.Add($"The Sanity webhook {other.Id} goes to {other.Url}. If that was Tandem's place before, delete it in the project's settings.");
        }

        return hints.ToImmutable();
    }

    // A path that only this service has. One that carries a mark of its own is another connection's.
    private static bool LooksLike(string url, Uri wanted) => Uri.TryCreate(url, UriKind.Absolute, out var other) && other.AbsolutePath.EndsWith(wanted.AbsolutePath[wanted.AbsolutePath.IndexOf("/api/", StringComparison.Ordinal)..], StringComparison.Ordinal);
}
