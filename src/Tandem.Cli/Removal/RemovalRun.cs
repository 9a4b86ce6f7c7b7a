using System.Collections.Immutable;
using Tandem.Cli.Setup;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli.Removal;

/// <summary>Takes away what Tandem has left at both vendors: webhooks, its keys in Stripe's metadata, its private documents, and the mirrors where somebody asks for it.</summary>
/// <remarks>Products, prices, documents, and everything of others stay. No service may run meanwhile: it would write everything again.</remarks>
/// <param name="order">What was asked for.</param>
/// <param name="dialog">Who is asked.</param>
/// <param name="output">What is shown.</param>
/// <param name="time">The clock.</param>
/// <param name="wires">What carries the calls.</param>
internal sealed class RemovalRun(RemovalOrder order, ISetupDialog dialog, ISetupOutput output, TimeProvider time, VendorWires wires)
{
    private readonly SettingsPlace _place = new(order.Directory, order.WriteTo);
    private readonly SetupPatience _patience = new(output, time);

    /// <summary>Does it; the program's exit code.</summary>
    /// <exception cref="SettingsException">The settings cannot be used.</exception>
    /// <exception cref="StoreRefusedException">A service is running.</exception>
    public async Task<int> Do(CancellationToken cancellation)
    {
        var settings = TandemSettings.ConnectionOf(_place.Sources(), _place.Directory, order.Connection);
        var database = Path.GetFullPath(TandemSettings.DatabaseOf(_place.Sources()), _place.Directory);
        using var reserved = SqliteStore.Reserve(database);
        var end = await Run(settings, reserved is null, database, cancellation);
        output.Ended(end);
        return end.Code;
    }

    private async Task<SetupEnd> Run(ConnectionSettings settings, bool hasNoDatabase, string database, CancellationToken cancellation)
    {
        using var vendors = new SetupVendors(settings, _place.Credential(Variables.StripeSetupKey), _place.Credential(Variables.SanitySetupToken), time, wires);
        var checks = new SetupChecks(settings, vendors, _patience);
        var (stripe, sanity) = (await checks.Stripe(cancellation), await checks.Sanity(cancellation));
        output.Checked(stripe);
        output.Checked(sanity);
        if (!stripe.IsGood || !sanity.IsGood)
        {
            return SetupEnds.NotReady;
        }

        if (hasNoDatabase)
        {
            output.Checked(new SetupFinding("Service", IsGood: true, $"there is no database {database} here: see that no service runs elsewhere, or it writes everything again"));
        }

        using var traces = new Traces(settings, _patience, time, wires);
        var plan = new RemovalPlan(settings, vendors, dialog, _patience, traces, _place.Find(Variables.PublicUrl), order.HasIds);
        var (steps, byHand, fault) = await plan.Make(cancellation);
        if (fault is not null)
        {
            return SetupEnds.Failed(fault.Message);
        }

        if (steps.IsEmpty)
        {
            return Ended(database, "nothing", byHand.IsEmpty ? "Nothing to remove: there is no trace of Tandem." : "Nothing to remove, except for what only you can do:", byHand);
        }

        output.Planned(steps);
        if (order.IsDryRun)
        {
            return new SetupEnd(ExitCode.NeedsPerson, "planned", "This was a dry run: nothing was removed.") { ByHand = byHand };
        }

        if (!order.IsYes && !dialog.IsThere)
        {
            return new SetupEnd(ExitCode.NeedsPerson, "planned", "Nothing was removed: nobody is there to say yes. Run it with --yes.") { ByHand = byHand };
        }

        if (!order.IsYes && !dialog.Confirm("Remove this?"))
        {
            return new SetupEnd(ExitCode.NeedsPerson, "declined", "Nothing was removed.");
        }

        foreach (var step in steps)
        {
            if (await Do(step, vendors, traces, cancellation) is { } failure)
            {
                return SetupEnds.Failed(failure.Message);
            }

            output.Done(step);
        }

        return Ended(database, "done", byHand.IsEmpty ? "Done. Products, prices and documents are as they were." : "Done, except for what only you can do:", byHand);
    }

    private Task<CatalogFault?> Do(SetupStep step, SetupVendors vendors, Traces traces, CancellationToken cancellation)
    {
        var count = 0;
        Action<int> Counting(int all) => done => output.Progress(step, count += done, all);
        return step switch
        {
            SetupStep.DeleteEndpoint delete => Ask(() => vendors.Endpoints.DeleteEndpoint(delete.Id, cancellation), cancellation),
            SetupStep.DeleteHook delete => Ask(() => vendors.Hooks.DeleteHook(delete.Id, cancellation), cancellation),
            SetupStep.DeletePrivateDocuments documents => traces.DeletePrivate(Counting(documents.Count), cancellation),
            SetupStep.ClearMetadata metadata => traces.ClearMetadata(Counting(metadata.Count), cancellation),
            SetupStep.ClearMirrors mirrors => traces.ClearMirrors(Counting(mirrors.Count), cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };
    }

    private async Task<CatalogFault?> Ask(Func<Task<CatalogFault?>> call, CancellationToken cancellation) =>
        (await _patience.Ask(async () => await call() is { } fault ? (Outcome<Rehearsal>)fault : Rehearsal.Went, cancellation)).Fault;

    private SetupEnd Ended(string database, string word, string text, ImmutableArray<string> byHand) => new(byHand.IsEmpty ? ExitCode.Done : ExitCode.NeedsPerson, word, text)
    {
        ByHand = byHand,
        Hints = File.Exists(database)
            ? [$"What is left is yours: {database} with the journal, and the keys in {_place.FileName}. A service that is started with that database again writes everything anew."]
            : [],
    };
}
