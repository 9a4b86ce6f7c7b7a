using System.Collections.Immutable;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>What there is now: the webhooks at both vendors, and the secrets that are set here.</summary>
internal sealed record SetupSight
{
    /// <summary>The account's endpoints; null where they cannot be managed.</summary>
    public StripeEndpoints? Endpoints { get; init; }

    /// <summary>The project's webhooks; null where they cannot be managed.</summary>
    public SanityHooks? Hooks { get; init; }

    /// <summary>The fingerprints of the secrets of Stripe's endpoint that are set, in their order.</summary>
    public required ImmutableArray<string> StripeMarks { get; init; }

    /// <summary>The fingerprints of the secrets of Sanity's webhook that are set; the first is the one that it is to have.</summary>
    public required ImmutableArray<string> SanityMarks { get; init; }

    /// <summary>The public address that is set; null when none is.</summary>
    public string? SetUrl { get; init; }

    /// <summary>What was typed and is not saved yet.</summary>
    public required ImmutableSortedDictionary<string, string> Typed { get; init; }

    /// <summary>The steps that are left until everything is as it is to be, in order. The secret of Sanity's webhook is stored before the webhook has it.</summary>
    /// <param name="goal">What is to be; null without a public address, where no webhook is needed.</param>
    public ImmutableArray<SetupStep> Plan(SetupGoal? goal)
    {
        var steps = ImmutableArray.CreateBuilder<SetupStep>();
        var makesSecret = goal is not null && SanityMarks.IsEmpty;
        var address = goal?.Service.AbsoluteUri.TrimEnd('/');
        var values = address is null || address == SetUrl ? Typed : Typed.SetItem(Variables.PublicUrl.Name, address);
        if (!values.IsEmpty || makesSecret)
        {
            steps.Add(new SetupStep.SaveSettings(values)
            {
                Glyph = '~',
                What = "settings",
                MakesSanitySecret = makesSecret,
                Differences =
                [
                    .. values.Select(value => new Difference(value.Key, null, value.Key == Variables.PublicUrl.Name ? value.Value : "as typed")),
                    .. makesSecret ? [new Difference(Variables.SanityWebhookSecret.For(goal!.Connection).Name, null, "made up, never shown")] : Array.Empty<Difference>(),
                ],
            });
        }

        if (goal is not null && Hooks is { } hooks)
        {
            steps.AddRange(HookPlan.Of(hooks, goal.Hook(SanityMarks.FirstOrDefault()), [.. SanityMarks]));
        }

        if (goal is not null && Endpoints is { } endpoints)
        {
            steps.AddRange(EndpointPlan.Of(endpoints, goal.Endpoint, [.. StripeMarks]));
        }

        return steps.ToImmutable();
    }
}
