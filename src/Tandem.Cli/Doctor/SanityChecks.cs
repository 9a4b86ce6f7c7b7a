using System.Collections.Immutable;
using Tandem.Cli.Setup;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;

namespace Tandem.Cli.Doctor;

/// <summary>The token, and the webhook that tells of changes.</summary>
internal static class SanityChecks
{
    /// <summary>The checks.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        new("sanity-token", Needs.Settings, "Sanity accepts the token, and the dataset can be read.", "Check SANITY_API_TOKEN, the project id and the dataset's name.", Token),
        new("sanity-write", Needs.Sanity, "The token may write documents; tried as a dry run, which changes nothing.", "Give it the role Editor: sanity.io/manage > your project > API > Tokens.", Write),
        new("sanity-history", Needs.Sanity, "With TANDEM_STUDIO=on, the token may read the history of documents, which tells who asked.", "Give it the role Editor.", History),
        new("sanity-clock", Needs.Sanity, "This machine's clock is right.", "Set the clock: switch on NTP.", Clock),
        new("sanity-hook", Needs.Sanity, "Exactly one webhook of the project is this connection's.", "tandem setup", Webhook),
        new("sanity-hook-url", Needs.Hook, "It goes to the public address.", "tandem setup", Of("url")),
        new("sanity-hook-dataset", Needs.Hook, "It hears of the dataset that is set, and of no other.", "tandem setup", Of("dataset")),
        new("sanity-hook-enabled", Needs.Hook, "It is enabled.", "tandem setup", Of("status")),
        new("sanity-hook-trigger", Needs.Hook, "It sends on create, update and delete, by POST.", "tandem setup", Of("on", "method")),
        new("sanity-hook-filter", Needs.Hook, "Its filter is that of the types in tandem.json.", "tandem setup", Of("filter")),
        new("sanity-hook-projection", Needs.Hook, "Its projection is ours, or empty.", "tandem setup", Projection),
        new("sanity-hook-drafts", Needs.Hook, "It leaves drafts and release versions out.", "tandem setup", Of("drafts", "versions")),
        new("sanity-hook-secret", Needs.Hook, "Its secret is among those that are set.", "tandem setup, which gives it the one that is set", Secret),
        new("sanity-hook-deliveries", Needs.Hook, "What it sent lately was taken.", "See that the service runs at its public address; Sanity gives up after 30 minutes, the sweep makes up for it.", Deliveries),
    ];

    private static async Task<Finding> Token(Examination examined, CancellationToken cancellation)
    {
        var identity = await examined.Sanity(cancellation);
        return identity.Fault is { } fault
            ? Finding.Wrong(fault.Message, fault is CatalogFault.Unauthorized ? null : "Try again; see that this machine can reach Sanity.")
            : Finding.Good($"project {examined.Settings!.SanityProject}, dataset {examined.Settings.SanityDataset}");
    }

    private static async Task<Finding> Write(Examination examined, CancellationToken cancellation)
    {
        var tried = await examined.Vendors.Sanity.RehearseWrite(cancellation);
        return tried.Fault is { } fault ? Finding.Wrong(fault.Message, fault is CatalogFault.Unauthorized ? null : "Try again.") : Finding.Good("it may");
    }

    private static async Task<Finding> History(Examination examined, CancellationToken cancellation)
    {
        if (!examined.Settings!.Studio)
        {
            return Finding.Skipped("the Studio plugin is off");
        }

        var read = await examined.Inspection.ReadHistory(cancellation);
        return read.Fault is { } fault ? Finding.Wrong($"What editors ask for has no author: {fault.Message}", fault is CatalogFault.Unauthorized ? null : "Try again.") : Finding.Good("it may");
    }

    private static Finding Clock(Examination examined) => StripeChecks.Judge(examined.Vendors.Sanity.Clock, "Sanity");

    private static async Task<Finding> Webhook(Examination examined, CancellationToken cancellation)
    {
        var hooks = await examined.Hooks(cancellation);
        if (hooks.Fault is { } fault)
        {
            return fault is CatalogFault.Unauthorized { IsForbidden: true }
                ? Finding.Note("The token may not look at the project's webhooks, which the service does not need.", $"To have them looked at, set {Variables.SanitySetupToken} for this run.")
                : Finding.Warning(fault.Message, "Try again.");
        }

        var ours = await examined.OurHooks(cancellation);
        return ours switch
        {
            [] when examined.Settings!.IsPulling => Finding.Good("none is needed: changes are pulled"),
            [] when examined.Service is null => Finding.Note($"None is marked as this connection's, and {Variables.PublicUrl} is not set, by which one could be found.", "tandem setup --url https://YOUR-HOST"),
            [] => Finding.Wrong($"No webhook goes to {examined.Goal.Hook(null).Url.AbsoluteUri}."),
            [var one] => Finding.Good(one.Id),
            _ => Finding.Warning($"{ours.Length} webhooks are this connection's ({string.Join(", ", ours.Select(one => one.Id))}): everything is sent more than once."),
        };
    }

    /// <summary>A check of what the plan of setup would change.</summary>
    private static Func<Examination, CancellationToken, Task<Finding>> Of(params string[] names) => async (examined, cancellation) =>
    {
        var hook = (await examined.OurHooks(cancellation))[0];
        if (names is ["url"] && examined.Service is null)
        {
            return Finding.Skipped($"{Variables.PublicUrl} is not set");
        }

        var differences = HookPlan.Differences(hook, examined.Goal.Hook(null), examined.SanityMarks).Where(difference => names.Contains(difference.Name)).ToList();
        return differences.Count == 0
            ? Finding.Good("as it is to be")
            : Finding.Wrong($"{string.Join("; ", differences.Select(difference => $"{difference.Name}: {difference.From} instead of {difference.To}"))}.");
    };

    private static async Task<Finding> Projection(Examination examined, CancellationToken cancellation)
    {
        var projection = (await examined.OurHooks(cancellation))[0].Projection;
        return WantedHook.IsSame(projection, WantedHook.Projection) ? Finding.Good("ours")
            : string.IsNullOrWhiteSpace(projection) ? Finding.Note("It is empty: whole documents are sent, which works, and is more than is needed.")
            : Finding.Wrong("It is another one: deliveries may not say which document changed.");
    }

    private static async Task<Finding> Secret(Examination examined, CancellationToken cancellation) => (await examined.OurHooks(cancellation))[0].SecretMark switch
    {
        { } mark when examined.SanityMarks.Contains(mark) => Finding.Good("it is set"),
        not null => Finding.Wrong("It has another secret than those that are set here: what it sends is refused with 401, and never sent again."),
        null when examined.SanityMarks.IsEmpty => Finding.Wrong("No secret is set."),
        null => Finding.Note("A person made the webhook, and Sanity does not show its secret: whether it is the one that is set shows when a change comes.", "Nothing, when webhooks are accepted."),
    };

    private static async Task<Finding> Deliveries(Examination examined, CancellationToken cancellation)
    {
        var deliveries = await examined.Vendors.Hooks.Deliveries((await examined.OurHooks(cancellation))[0].Id, cancellation);
        return deliveries.Value switch
        {
            null => Finding.Skipped(deliveries.Fault!.Message),
            { Looked: 0 } => Finding.Good("nothing was sent lately"),
            { Failed: 0 } sent => Finding.Good($"the last {sent.Looked} were taken"),
            { IsFailing: true } sent => Finding.Wrong($"The newest was not taken ({Answer(sent.Code)}), nor were {sent.Failed - 1} others of the last {sent.Looked}.", Remedy(sent.Code)),
            var sent => Finding.Warning($"{sent.Failed} of the last {sent.Looked} were not taken, the newest of them ({Answer(sent.Code)}) at {sent.At:u}; those after it were.", Remedy(sent.Code)),
        };
    }

    private static string Answer(int? code) => code is { } known ? $"answered {known}" : "nothing answered";

    private static string? Remedy(int? code) => code == 401 ? "The secrets differ: tandem setup, and start the service again." : null;
}
