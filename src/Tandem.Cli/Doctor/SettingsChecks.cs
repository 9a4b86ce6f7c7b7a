using System.Collections.Immutable;
using Tandem.Server;

namespace Tandem.Cli.Doctor;

/// <summary>What is set, and whether it fits together.</summary>
internal static class SettingsChecks
{
    private static readonly string[] Trial = ["staging", "test", "dev", "develop", "development", "preview", "sandbox", "demo", "local"];
    private static readonly string[] Real = ["production", "prod", "live"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The checks.</summary>
    public static ImmutableArray<Check> All { get; } =
    [
        new("settings", Needs.Nothing, "Every variable that must be set is set, and tandem.json is understood.", "Set what is named, or run tandem setup.", Settings),
        new("env-file", Needs.Nothing, "Only its owner may read the file that holds the secrets.", "chmod 600 .env.local", EnvironmentFileRights),
        new("key-power", Needs.Settings, "A live key is a restricted one, which can do no more than the service needs.", "Make a restricted key: docs/SETUP.md has the link.", KeyPower),
        new("mode-and-dataset", Needs.Settings, "Live mode goes with the real dataset, test mode with one for trying.", "Pair live mode with production, test mode with staging.", ModeAndDataset),
        new("public-address", Needs.Settings, "The address that vendors are given can be reached by them, by https.", "tandem setup --url https://YOUR-HOST", PublicAddress),
        new("public-address-answers", Needs.Settings, "The service answers at its public address.", "Start the service, and see that the proxy leads to it.", Answers),
        new("webhook-secrets", Needs.Settings, "Where webhooks are to come, their secrets are set.", "tandem setup", Secrets),
    ];

    private static Finding Settings(Examination examined)
    {
        var missing = examined.Problems.Where(problem => problem.Text.StartsWith("is missing", StringComparison.Ordinal)).Select(problem => problem.Variable).ToList();
        var wrong = examined.Problems.Where(problem => !missing.Contains(problem.Variable)).Select(problem => $"{problem.Variable} {problem.Text}").ToList();
        return examined.Problems.IsEmpty ? Finding.Good("everything that must be set is set")
            : wrong.Count == 0 ? Finding.Wrong($"Missing: {string.Join(", ", missing)}.", "tandem setup asks for them, and says where each comes from.")
            : Finding.Wrong(string.Join(' ', [.. wrong, .. missing.Count > 0 ? [$"Missing: {string.Join(", ", missing)}."] : Array.Empty<string>()]));
    }

    private static Finding EnvironmentFileRights(Examination examined)
    {
        if (OperatingSystem.IsWindows())
        {
            return Finding.Skipped("rights of files are not looked at on Windows");
        }

        var open = new[] { examined.Place.File, Path.Combine(examined.Place.Directory, ".env") }.Distinct()
            .Where(File.Exists).Where(HoldsSecrets).Where(FileRights.AreOpen).Select(Path.GetFileName).ToList();
        return open.Count == 0
            ? Finding.Good("only its owner may read what is secret")
            : Finding.Warning($"Others on this machine may read {string.Join(" and ", open)}.", $"chmod 600 {string.Join(' ', open)}");
    }

    private static bool HoldsSecrets(string file)
    {
        try
        {
            var values = EnvironmentFile.Read(file).Values;
            return Variables.All.Any(variable => variable.IsSecret && values.Keys.Any(name => name.EndsWith(variable.Name, StringComparison.Ordinal)));
        }
        catch (SettingsException)
        {
            return true;
        }
    }

    private static Finding KeyPower(Examination examined) => (examined.Settings!.StripeMode, examined.Vendors.Stripe.Rights.IsRestricted) switch
    {
        ("live", false) => Finding.Warning("The live key may do everything, refunds and payouts included."),
        (_, false) => Finding.Good("a key of test mode that may do everything"),
        _ => Finding.Good("a restricted key"),
    };

    private static Finding ModeAndDataset(Examination examined)
    {
        var (mode, dataset) = (examined.Settings!.StripeMode, examined.Settings.SanityDataset);
        var words = dataset.Split('-', '_', '~');
        return mode switch
        {
            "live" when words.Intersect(Trial).Any() => Finding.Wrong($"The live key is paired with the dataset {dataset}: what somebody tries there is charged for."),
            "test" when words.Intersect(Real).Any() => Finding.Note($"The test key is paired with the dataset {dataset}: fine for trying, but no customer is ever charged."),
            _ => Finding.Good($"{mode} mode with the dataset {dataset}"),
        };
    }

    private static Finding PublicAddress(Examination examined) => examined switch
    {
        { ServiceProblem: { } problem } => Finding.Wrong($"{Variables.PublicUrl} {problem}"),
        { Service: { } service } => Finding.Good(service.AbsoluteUri.TrimEnd('/')),
        { Settings.IsPulling: true } => Finding.Good("none is needed: changes are pulled"),
        _ => Finding.Note($"{Variables.PublicUrl} is not set, so whether webhooks go to the right address cannot be told."),
    };

    private static async Task<Finding> Answers(Examination examined, CancellationToken cancellation)
    {
        if (examined.Service is not { } service)
        {
            return Finding.Skipped("there is no public address");
        }

        using var http = new HttpClient(examined.ServiceWire ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, disposeHandler: examined.ServiceWire is null);
        using var late = new CancellationTokenSource(Patience, examined.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using var answer = await http.GetAsync(new Uri($"{service.AbsoluteUri.TrimEnd('/')}/health/live"), HttpCompletionOption.ResponseHeadersRead, both.Token);
            return answer.IsSuccessStatusCode
                ? Finding.Good("it answers")
                : Finding.Warning($"{service.AbsoluteUri.TrimEnd('/')}/health/live answers {(int)answer.StatusCode} instead of 200.");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return Finding.Warning($"{service.AbsoluteUri.TrimEnd('/')} cannot be reached from here.");
        }
    }

    private static Finding Secrets(Examination examined)
    {
        var (stripe, sanity) = (examined.Settings!.StripeWebhookSecrets.Length, examined.Settings.SanityWebhookSecrets.Length);
        var missing = new[] { stripe == 0 ? Variables.StripeWebhookSecret : null, sanity == 0 ? Variables.SanityWebhookSecret : null }.OfType<Variable>().ToList();
        return missing.Count switch
        {
            0 => Finding.Good($"{stripe} of Stripe, {sanity} of Sanity"),
            2 when examined.Settings.IsPulling => Finding.Good("none is needed: changes are pulled"),
            _ => Finding.Wrong($"{string.Join(" and ", missing.Select(variable => variable.For(examined.Settings.Name)))} {(missing.Count == 1 ? "is" : "are")} not set: what comes unsigned is not let in."),
        };
    }
}
