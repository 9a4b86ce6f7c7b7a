using System.Net;
using System.Text.Json.Nodes;
using Tandem.Cli.Doctor;
using Tandem.Cli.Setup;
using Tandem.Cli.Tests.Setup;
using Tandem.Engine;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Store.Sqlite;

namespace Tandem.Cli.Tests.Doctor;

/// <summary>A service that is set up well in every respect, for a test to spoil.</summary>
internal sealed class DoctorBench : IDisposable
{
    private DoctorBench()
    {
    }

    public SetupBench Setup { get; } = new();

    /// <summary>What the service answers at its public address; null when nothing does.</summary>
    public HttpStatusCode? ServiceAnswers { get; set; } = HttpStatusCode.OK;

    /// <summary>The machine's file systems.</summary>
    public string Mounts { get; set; } = "/dev/sda1 / ext4 rw 0 0";

    public string Database => Setup.Folder.File("tandem.db");

    public static async Task<DoctorBench> Make()
    {
        var bench = new DoctorBench();
        Assert.Equal(0, await bench.Setup.Run());
        bench.Publish("mug", "product", ("name", "Mug"));
        bench.Publish("mug-eur", "price", ("currency", "eur"), ("unit_amount", 1900));
        await using (var store = SqliteStore.Open(bench.Database, bench.Setup.Time))
        {
            await store.Write(Connection.Default, Fingerprint.Name, new Fingerprint(bench.Setup.Stripe.Dashboard.Account, "test", "standin1", "production").Store(), default);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(bench.Setup.Folder.File(".env"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return bench;
    }

    public void Publish(string id, string type, params (string Name, JsonNode Value)[] fields)
    {
        var document = new JsonObject { ["_id"] = id, ["_type"] = type };
        foreach (var (name, value) in fields)
        {
            document[name] = value;
        }

        Setup.Sanity.Editor.PublishNew(document);
    }

    /// <summary>Puts a line into the environment file in place of those that set the same.</summary>
    public void Set(string name, string value) => EnvironmentFileChange.Save(Setup.Folder.File(".env.local"), new Dictionary<string, string> { [name] = value });

    public void Endpoint(string form) => SetupBench.Call(Setup.Stripe, "POST", $"/v1/webhook_endpoints/{Setup.Endpoints[0]["id"]}", SetupBench.StripeKey, body: form);

    public void Hook(string change) =>
        SetupBench.Call(Setup.Sanity, "PATCH", $"/v2025-02-19/hooks/projects/standin1/{Setup.Hooks[0]["id"]}", SanityWorldOptions.AdministratorToken, body: change);

    public async Task<(int Code, Dictionary<string, Result> Results, string Json)> Run(TimeProvider? time = null, PictureNetwork? pictures = null)
    {
        time ??= Setup.Time;
        using var stripe = new InProcessHandler(Setup.Stripe, time);
        using var sanity = new InProcessHandler(Setup.Sanity, time);
        using var service = new OneAnswer(ServiceAnswers);
        using var json = new StringWriter();
        var output = new Both(new DoctorJson(json));
        var code = await new DoctorRun(new SettingsPlace(Setup.Folder.Path, ".env.local"), Connection.Default, output, time, new VendorWires(stripe, sanity, service, pictures)) { Mounts = MountTable.Parse(Mounts) }.Do(default);
        return (code, output.Results.ToDictionary(result => result.Check.Name), json.ToString());
    }

    public void Dispose() => Setup.Dispose();

    private sealed class OneAnswer(HttpStatusCode? status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => status is { } known
            ? Task.FromResult(new HttpResponseMessage(known) { RequestMessage = request })
            : throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
    }

    private sealed class Both(DoctorJson json) : IDoctorOutput
    {
        public List<Result> Results { get; } = [];

        public void Found(Result result)
        {
            Results.Add(result);
            json.Found(result);
        }

        public void Ended() => json.Ended();
    }
}
