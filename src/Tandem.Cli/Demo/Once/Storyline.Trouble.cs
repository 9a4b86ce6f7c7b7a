using Tandem.Sandbox;

namespace Tandem.Cli.Demo;

/// <content>The scenes in which something goes wrong, or should not happen.</content>
internal sealed partial class Storyline
{
    private static readonly TimeSpan LongSilence = TimeSpan.FromSeconds(2);

    private Step EditedInTheFlagWindow => new(
        "Published while updatedFromStripe is still set: reaches Stripe all the same",
        async cancellation =>
        {
            Edit(Mug, ("description", "Chip-proof enamel."));
            await rehearsal.Until(() => Document(Mug).Flag("updatedFromStripe"), cancellation);
            stage.StandIns.Sanity.Editor.SetAndPublish(Mug, "name", "Enamel Mug, 350 ml");
            Demand(Document(Mug).Flag("updatedFromStripe"), "the flag was not set any more when the editor published");
        },
        () => [.. Shows(Sold(Mug), "name", "Enamel Mug, 350 ml"), .. Shows(Document(Mug), "description", "Chip-proof enamel."), .. Unequal()]);

    private Step DoubledAndLate => new(
        "Webhooks doubled, late, reordered and resent: each edit is carried once, the newest stays",
        _ =>
        {
            stage.StandIns.SanityCourier.Spoil(DeliveryFaultKind.Duplicate);
            stage.StandIns.Sanity.Editor.SetAndPublish(Lamp, "name", "Dusk Lamp II");
            stage.StandIns.StripeCourier.Spoil(DeliveryFaultKind.Delay, delay: TimeSpan.FromSeconds(1.5));
            Edit(Notebook, ("description", "An older text."));
            stage.StandIns.StripeCourier.Spoil(DeliveryFaultKind.Duplicate);
            Edit(Notebook, ("description", "Linen-bound, 160 dotted pages, opens flat."));
            var oldest = stage.StandIns.Stripe.Dashboard.Events.Last(told => told.Text("type") == "product.updated");
            stage.StandIns.Stripe.Dashboard.Resend(oldest.Text("id")!);
            return Task.CompletedTask;
        },
        () => [.. Shows(Sold(Lamp), "name", "Dusk Lamp II"), .. Shows(Document(Notebook), "description", "Linen-bound, 160 dotted pages, opens flat."), .. Unequal()])
    {
        Cost = calls =>
        [
            .. Expect(calls.StripeWrites == 1, $"{calls.StripeWrites} writes at Stripe instead of 1"),
            .. Expect(calls.SanityWrites == 2, $"{calls.SanityWrites} writes at Sanity instead of 2 (the value, and the flag's clearing)"),
        ],
    };

    private Step Conflict => new(
        "One name edited on both sides at once: Sanity wins, the losing value is in the journal",
        async cancellation =>
        {
            Hold(true);
            stage.StandIns.Sanity.Editor.SetAndPublish(Membership, "name", "Studio Membership (editor)");
            Edit(Membership, ("name", "Studio Membership (finance)"));
            Hold(false);
            await rehearsal.Until(() => Sold(Membership).Text("name") == "Studio Membership (editor)", cancellation);
            await rehearsal.UntilQuiet(cancellation);
            Demand(
                await HasJournal(line => line.Type == "conflict" && line.Fields.Any(change => change.From?.ToString().Contains("(finance)", StringComparison.Ordinal) == true), cancellation),
                "the losing value is not in the journal");
        },
        () => [.. Shows(Sold(Membership), "name", "Studio Membership (editor)"), .. Unequal()]);

    private Step UnpublishedAndBack => new(
        "Unpublished, published again: archived in Stripe, then back with the same prices and default",
        async cancellation =>
        {
            var before = (Sold(Mug).Text("default_price"), PricesOf(Sold(Mug)).Count(price => price.Flag("active")));
            stage.StandIns.Stripe.Invariants.AllowsLosingTheLastPrice = true;
            stage.Author.Unpublish(Mug);
            await rehearsal.Until(() => !Sold(Mug).Flag("active") && PricesOf(Sold(Mug)).All(price => !price.Flag("active")), cancellation);
            await rehearsal.UntilQuiet(cancellation);
            Demand(!Sold(Mug).Flag("active") && PricesOf(Sold(Mug)).All(price => !price.Flag("active")), "the mug was not archived with its prices");
            stage.StandIns.Stripe.Invariants.AllowsLosingTheLastPrice = false;
            stage.Author.Publish(Mug);
            await rehearsal.Until(() => Sold(Mug).Flag("active") && (Sold(Mug).Text("default_price"), PricesOf(Sold(Mug)).Count(price => price.Flag("active"))) == before, cancellation);
            var after = (Sold(Mug).Text("default_price"), PricesOf(Sold(Mug)).Count(price => price.Flag("active")));
            Demand(after == before, $"before there was the default {before.Item1} and {before.Item2} active prices, now {after.Item1} and {after.Item2}");
        },
        () => [.. Expect(Sold(Mug).Flag("active"), "the mug is not active again"), .. Unequal()]);

    private Step Idle => new(
        "Two seconds in which nobody does anything: not one call",
        cancellation => Task.Delay(LongSilence, stage.Clock, cancellation),
        Unequal)
    {
        Cost = calls => AtMost(calls, new Tally(0, 0, 0, 0)),
    };

    private Step Crash => new(
        "Killed between Stripe's new price and its answer, edits meanwhile: restarted, finished, one price",
        async cancellation =>
        {
            stage.StandIns.Stripe.Faults.OnCall = KillAfter("/v1/prices");
            stage.StandIns.Sanity.Editor.SetAndPublish(LampPrice, "unit_amount", 15900);
            await rehearsal.Until(() => stage.Tandem.ProcessId is null, cancellation);
            stage.StandIns.Stripe.Faults.OnCall = null;
            Demand(stage.Tandem.ProcessId is null, "the service was not killed");
            Demand(PricesOf(Sold(Lamp)).Count(price => price.Flag("active") && price.Text("currency") == "eur") == 2, "it was not killed in the middle of the replacement");
            stage.StandIns.Sanity.Editor.SetAndPublish(Notebook, "name", "Field Notebook, 2nd edition");
            Edit(Membership, ("description", "A desk, good coffee, and now a window."));
            await stage.Start(QuickSweeps, cancellation);
        },
        () =>
        [
            .. HasReplaced(Lamp, "eur", 15900, 14900),
            .. Shows(Sold(Notebook), "name", "Field Notebook, 2nd edition"),
            .. Shows(Document(Membership), "description", "A desk, good coffee, and now a window."),
        ]);

    private Step LostWebhooks => new(
        "A webhook of each side lost for good: the sweep finds both edits",
        _ =>
        {
            stage.StandIns.SanityCourier.Spoil(DeliveryFaultKind.Drop);
            stage.StandIns.Sanity.Editor.SetAndPublish(Mug, "description", "Chip-proof enamel. Dishwasher welcome.");
            stage.StandIns.StripeCourier.Spoil(DeliveryFaultKind.Drop);
            Edit(Lamp, ("name", "Dusk Lamp III"));
            return Task.CompletedTask;
        },
        () => [.. Shows(Sold(Mug), "description", "Chip-proof enamel. Dishwasher welcome."), .. Shows(Document(Lamp), "name", "Dusk Lamp III"), .. Unequal()]);

    private Step QuietSweeps => new(
        "Two seconds of sweeps over worlds that are in step: not one write",
        cancellation => Task.Delay(LongSilence, stage.Clock, cancellation),
        Unequal)
    {
        Cost = calls => Expect(calls.Writes == 0, $"{calls.Writes} writes although nobody did anything"),
    };

    private void Hold(bool isHeld)
    {
        stage.StandIns.SanityCourier.IsHeld = isHeld;
        stage.StandIns.StripeCourier.IsHeld = isHeld;
    }

    // Called with Stripe's world locked, after the call was executed and before its answer leaves.
    private Action<SandboxRequest, CallMoment> KillAfter(string path) => (request, moment) =>
    {
        if (moment == CallMoment.AfterExecute && request.Method == "POST" && request.Path == path)
        {
            stage.Tandem.Kill();
        }
    };
}
