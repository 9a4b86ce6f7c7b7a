using System.Collections.Immutable;
using Tandem.Engine;
using Tandem.Server;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>Goes from keys to a running service: looks at what there is, shows what is missing, asks, does it, and looks again until nothing is left.</summary>
/// <remarks>
/// It is the engine's own way of working: what was interrupted, or answered with an error after it had happened, is seen at the next look and mended, in this run or the next.
/// </remarks>
/// <param name="order">What was asked for.</param>
/// <param name="dialog">Who is asked.</param>
/// <param name="output">What is shown.</param>
/// <param name="time">The clock.</param>
/// <param name="wires">What carries the calls.</param>
internal sealed class SetupRun(SetupOrder order, ISetupDialog dialog, ISetupOutput output, TimeProvider time, VendorWires wires)
{
    private const int Rounds = 6;
    private readonly SetupPatience _patience = new(output, time);
    private readonly SettingsPlace _place = new(order.Directory, order.WriteTo);

    /// <summary>Does it; the program's exit code.</summary>
    /// <exception cref="SettingsException">The settings contradict themselves, or the file cannot be written.</exception>
    public async Task<int> Do(CancellationToken cancellation)
    {
        var end = await Run(cancellation);
        output.Ended(end);
        return end.Code;
    }

    private async Task<SetupEnd> Run(CancellationToken cancellation)
    {
        if (new SetupKeys(_place, dialog, order.Connection).Complete() is { IsEmpty: false } missing)
        {
            return SetupEnds.Missing(missing, _place.FileName);
        }

        var settings = TandemSettings.ConnectionOf(_place.Sources(), _place.Directory, order.Connection);
        var goal = SetupAddress.Find(order, _place, dialog, settings) is { } service ? new SetupGoal(settings, service) : null;
        var (key, token) = (_place.Credential(Variables.StripeSetupKey), _place.Credential(Variables.SanitySetupToken));
        if (key is not null && settings.Stripe(key).Problem() is { } problem)
        {
            throw new SettingsException([new SettingsProblem(Variables.StripeSetupKey.Name, problem)]);
        }

        using var vendors = new SetupVendors(settings, key, token, time, wires);
        var checks = new SetupChecks(settings, vendors, _patience);
        var (stripe, sanity) = (await checks.Stripe(cancellation), await checks.Sanity(cancellation));
        output.Checked(stripe);
        output.Checked(sanity);
        if (!stripe.IsGood || !sanity.IsGood)
        {
            return SetupEnds.NotReady;
        }

        var rights = new WebhookRights(settings, vendors, dialog, _patience);
        var (endpoints, hooks) = goal is null ? (new Manageable(null, null), new Manageable(null, null)) : (await rights.ForEndpoints(cancellation), await rights.ForHooks(cancellation));
        if ((endpoints.Fault ?? hooks.Fault) is { } fault)
        {
            return SetupEnds.Failed(fault.Message);
        }

        foreach (var lack in new[] { endpoints.Lack, hooks.Lack }.OfType<SetupFinding>())
        {
            output.Checked(lack);
        }

        return await Settle(new SetupRound(_place, order.Connection, vendors, goal, (endpoints.Lack is null, hooks.Lack is null), _patience), cancellation);
    }

    private async Task<SetupEnd> Settle(SetupRound round, CancellationToken cancellation)
    {
        var didSomething = false;
        for (var count = 1; count <= Rounds; count++)
        {
            var (sight, unseen) = await round.Look(cancellation);
            if (sight is null)
            {
                return SetupEnds.Failed(unseen!.Message);
            }

            var steps = sight.Plan(round.Goal);
            if (steps.IsEmpty)
            {
                return SetupEnds.Settled(round, sight, _place, didSomething);
            }

            if (!didSomething && Stop(round, sight, steps) is { } stop)
            {
                return stop;
            }

            didSomething = true;
            switch (await Do(round, steps, cancellation))
            {
                case null:
                    break;
                case var fault when SetupPatience.IsFinal(fault):
                    return SetupEnds.Failed(fault.Message);
                case var fault:
                    await _patience.Wait(fault, cancellation);
                    break;
            }
        }

        return SetupEnds.Failed("The vendors did not come to show what was set, however often it was tried. Run this again: it goes on where it stood.");
    }

    /// <summary>Why nothing is done now; null when it is.</summary>
    private SetupEnd? Stop(SetupRound round, SetupSight sight, ImmutableArray<SetupStep> steps)
    {
        output.Planned(steps);
        if (Obstacle(steps) is { } obstacle)
        {
            return SetupEnds.Refused(obstacle);
        }

        if (sight.Endpoints is { } endpoints && steps.TakeWhile(step => step is not SetupStep.CreateEndpoint).OfType<SetupStep.DeleteEndpoint>().Count() is var first
            && steps.OfType<SetupStep.CreateEndpoint>().Any() && endpoints.All.Length - first >= StripeEndpoints.Most)
        {
            return SetupEnds.Refused($"Stripe lets an account have {StripeEndpoints.Most} webhook endpoints, and this one has as many others. Delete one that nobody needs, in the Dashboard under Developers > Webhooks.");
        }

        if (order.IsDryRun)
        {
            return SetupEnds.Planned(round, _place);
        }

        return order.IsYes ? null
            : !dialog.IsThere ? SetupEnds.Unasked(round, _place)
            : dialog.Confirm("Do this?") ? null
            : SetupEnds.Declined;
    }

    private string? Obstacle(ImmutableArray<SetupStep> steps)
    {
        IEnumerable<Variable> written =
        [
            .. steps.OfType<SetupStep.SaveSettings>().Any(save => save.Values.ContainsKey(Variables.PublicUrl.Name)) ? [Variables.PublicUrl] : Array.Empty<Variable>(),
            .. steps.OfType<SetupStep.CreateEndpoint>().Any() ? [Variables.StripeWebhookSecret.For(order.Connection)] : Array.Empty<Variable>(),
        ];
        return written.Select(_place.Obstacle).FirstOrDefault(obstacle => obstacle is not null);
    }

    private async Task<CatalogFault?> Do(SetupRound round, ImmutableArray<SetupStep> steps, CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            if (await round.Do(step, cancellation) is { } fault)
            {
                return fault;
            }

            output.Done(step);
        }

        return null;
    }
}
