using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tandem.Cli.Setup;
using Tandem.Engine;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;
using Tandem.Server;

namespace Tandem.Cli.Tests.Setup;

/// <summary>A folder with keys in it and both vendors in process, for setup to work on; time passes by itself.</summary>
public sealed class SetupBench : IDisposable
{
    public const string Address = "https://shop.example";
    public const string StripeKey = "sk_test_CanaryStripeKey61x";
    public const string RestrictedKey = "rk_test_CanaryRestricted62x";
    public static readonly Uri StripeUrl = new(Address + "/api/stripe/webhook");
    public static readonly Uri SanityUrl = new(Address + "/api/sanity/webhook");
    private readonly FakeTimeProvider _time = new(DateTimeOffset.Parse("2026-11-23T10:00:00Z", System.Globalization.CultureInfo.InvariantCulture));

    public SetupBench(bool hasKeys = true)
    {
        Stripe = new StripeWorld(new StripeOptions { TestRate = 0 }, _time);
        Sanity = new SanityWorld(new SanityWorldOptions { CallsPerSecond = int.MaxValue, MutationsPerSecond = int.MaxValue, Datasets = ["production", "staging"] }, _time);
        Stripe.Keys.Restrict(RestrictedKey, "rak_product_write", "rak_plan_write", "rak_event_read");
        if (hasKeys)
        {
            Folder.Write(".env", $"STRIPE_SECRET_KEY={StripeKey}\nSANITY_API_TOKEN={SanityWorldOptions.AdministratorToken}\nSANITY_PROJECT_ID=standin1\nSANITY_DATASET=production\n");
        }
    }

    public Folder Folder { get; } = new();

    /// <summary>The time of both vendors.</summary>
    public TimeProvider Time => _time;

    public StripeWorld Stripe { get; }

    public SanityWorld Sanity { get; }

    internal FakeDialog Dialog { get; } = new();

    /// <summary>All that was shown in the last run.</summary>
    internal RecordedOutput Output { get; private set; } = new();

    /// <summary>Everything that any run has shown.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>Lets time pass for both vendors.</summary>
    public void Pass(TimeSpan time) => _time.Advance(time);

    /// <summary>The endpoints that Stripe has, without what only their creation shows.</summary>
    public ImmutableArray<JsonNode> Endpoints => [.. Call(Stripe, "GET", "/v1/webhook_endpoints", StripeKey, "limit=100")!["data"]!.AsArray().Select(node => node!)];

    /// <summary>The webhooks that Sanity has.</summary>
    public ImmutableArray<JsonNode> Hooks => [.. Call(Sanity, "GET", "/v2025-02-19/hooks/projects/standin1", SanityWorldOptions.AdministratorToken)!.AsArray().Select(node => node!)];

    public string EnvFile => File.ReadAllText(Folder.File(".env.local"));

    internal Task<int> Run(string? url = Address, bool isDryRun = false, bool isYes = true, string writeTo = ".env.local", CancellationToken cancellation = default) =>
        Run(new SetupOrder { Directory = Folder.Path, Url = url, IsDryRun = isDryRun, IsYes = isYes, WriteTo = writeTo }, cancellation);

    internal Task<int> Run(SetupOrder order, CancellationToken cancellation = default) =>
        Pumped((output, wires) => new SetupRun(order, Dialog, output, _time, wires).Do(cancellation));

    /// <summary>Runs something against both worlds, while time passes.</summary>
    internal async Task<int> Pumped(Func<RecordedOutput, VendorWires, Task<int>> start)
    {
        Output = new RecordedOutput();
        using var stripe = new InProcessHandler(Stripe, _time);
        using var sanity = new InProcessHandler(Sanity, _time);
        var run = start(Output, new VendorWires(stripe, sanity));
        try
        {
            while (!run.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            return await run;
        }
        finally
        {
            Shown += Output.Text;
        }
    }

    /// <summary>That both vendors tell the service of everything, each once, with a secret that is set; whatever happened before.</summary>
    public void AssertWorks()
    {
        var settings = TandemSettings.From(new SettingsPlace(Folder.Path, ".env.local").Sources(), Folder.Path).Connections[0];
        var endpoint = Assert.Single(Endpoints, endpoint => (string?)endpoint["url"] == StripeUrl.AbsoluteUri);
        Assert.Equal(
            ("enabled", "2026-10-28.endive", "price.created,price.deleted,price.updated,product.created,product.deleted,product.updated"),
            ((string?)endpoint["status"], (string?)endpoint["api_version"], string.Join(',', endpoint["enabled_events"]!.AsArray().Select(type => (string)type!).Order(StringComparer.Ordinal))));
        var hook = Assert.Single(Hooks, hook => (string?)hook["url"] == SanityUrl.AbsoluteUri);
        Assert.Equal(("production", false, "POST"), ((string?)hook["dataset"], (bool)hook["includeDrafts"]!, (string?)hook["httpMethod"]));

        Drain(Stripe.Outbox);
        Drain(Sanity.Outbox);
        Stripe.Dashboard.CreateProduct(("name", "Mug"));
        Sanity.Editor.PublishNew(new JsonObject { ["_id"] = $"mug{_time.GetUtcNow().Ticks}", ["_type"] = "product", ["name"] = "Mug" });
        Arrives(Stripe.Outbox, StripeUrl, new WebhookSignature(SignatureGrammar.Stripe, settings.StripeWebhookSecrets), "Stripe-Signature");
        Arrives(Sanity.Outbox, SanityUrl, new WebhookSignature(SignatureGrammar.Sanity, settings.SanityWebhookSecrets), "sanity-webhook-signature");
    }

    public static JsonNode? Call(IWorld world, string method, string path, string token, string query = "", string? body = null)
    {
        var answer = world.Handle(new SandboxRequest(method, path, query, new Dictionary<string, string> { ["authorization"] = $"Bearer {token}", ["content-type"] = "application/x-www-form-urlencoded" }, System.Text.Encoding.UTF8.GetBytes(body ?? "")));
        return answer.Body.IsEmpty ? null : JsonNode.Parse(answer.Body.Span);
    }

    public void Dispose() => Folder.Dispose();

    private void Arrives(Outbox outbox, Uri url, WebhookSignature signature, string header)
    {
        var delivery = Assert.Single(outbox.Waiting, delivery => delivery.Url == url);
        Assert.Equal(SignatureVerdict.Valid, signature.Verify(delivery.Headers()[header], delivery.Body.Span, _time.GetUtcNow()));
    }

    private static void Drain(Outbox outbox)
    {
        foreach (var delivery in outbox.Waiting.ToList())
        {
            outbox.Take(delivery);
        }
    }
}

/// <summary>A person with prepared answers.</summary>
internal sealed class FakeDialog : ISetupDialog
{
    public Queue<string?> Answers { get; } = new();

    public List<(string Name, string Help, bool IsSecret)> Asked { get; } = [];

    public bool SaysYes { get; set; } = true;

    public bool IsThere { get; set; }

    public void Tell(string text)
    {
    }

    public string? Ask(string name, string help, bool isSecret)
    {
        Asked.Add((name, help, isSecret));
        return Answers.Dequeue();
    }

    public bool Confirm(string question) => SaysYes;
}

/// <summary>Keeps what was shown, and prints it in both forms, so that secrets would be found in either.</summary>
internal sealed class RecordedOutput : ISetupOutput
{
    private readonly System.Text.StringBuilder _json = new();
    private readonly SetupJson _forPrograms;

    public RecordedOutput() => _forPrograms = new SetupJson(new StringWriter(_json), ".env.local");

    public List<SetupFinding> Findings { get; } = [];

    public ImmutableArray<SetupStep> Plan { get; private set; } = [];

    public List<SetupStep> Steps { get; } = [];

    public List<CatalogFault> Faults { get; } = [];

    public SetupEnd? End { get; private set; }

    public JsonNode Json => JsonNode.Parse(_json.ToString())!;

    /// <summary>The plan as short lines.</summary>
    public string[] Lines => [.. Plan.Select(step => $"{step.Glyph} {step.What}")];

    public string Text => string.Join('\n', [.. Findings.Select(finding => finding.ToString()), .. Plan.SelectMany(Told), .. Steps.SelectMany(Told), .. Faults.Select(fault => fault.Message), _json.ToString(), $"{End}", .. End?.ByHand ?? [], .. End?.Hints ?? []]);

    public void Checked(SetupFinding finding)
    {
        Findings.Add(finding);
        _forPrograms.Checked(finding);
    }

    public void Planned(ImmutableArray<SetupStep> steps)
    {
        Plan = steps;
        _forPrograms.Planned(steps);
    }

    public List<(int Done, int All)> Counted { get; } = [];

    public void Progress(SetupStep step, int done, int all)
    {
        Counted.Add((done, all));
        _forPrograms.Progress(step, done, all);
    }

    public void Done(SetupStep step)
    {
        Steps.Add(step);
        _forPrograms.Done(step);
    }

    public void Waits(CatalogFault fault, TimeSpan wait)
    {
        Faults.Add(fault);
        _forPrograms.Waits(fault, wait);
    }

    public void Ended(SetupEnd end)
    {
        End = end;
        _forPrograms.Ended(end);
    }

    private static IEnumerable<string> Told(SetupStep step) => [$"{step.Glyph} {step.What} {step.Why}", .. step.Differences.Select(difference => difference.ToString())];
}
