using System.Collections.Immutable;
using Tandem.Cli.Setup;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Server;
using Tandem.Store.Sqlite;
using Tandem.Stripe;

namespace Tandem.Cli.Doctor;

/// <summary>What the checks look at. Whatever has to be asked for is asked for once, however many checks need it, and nothing is ever changed.</summary>
internal sealed class Examination : IDisposable
{
    private static readonly Uri Nowhere = new("https://unknown.invalid");
    private readonly Dictionary<string, object> _asked = new(StringComparer.Ordinal);
    private readonly VendorWires _wires;
    private readonly SetupVendors? _vendors;
    private readonly SanityInspection? _inspection;

    /// <summary>Reads the settings. Nobody is asked yet.</summary>
    /// <param name="place">Where settings are.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="time">The clock.</param>
    /// <param name="wires">What carries the calls.</param>
    public Examination(SettingsPlace place, string connection, TimeProvider time, VendorWires wires)
    {
        (Place, Time, _wires) = (place, time, wires);
        (Problems, Configured, Settings) = Read(place, connection);
        if (Settings is not { } settings)
        {
            return;
        }

        _vendors = new SetupVendors(settings, place.Credential(Variables.StripeSetupKey), place.Credential(Variables.SanitySetupToken), time, wires);
        _inspection = new SanityInspection(settings.Sanity(), settings.Mapping.Schema, time, wires.Sanity, wires.Pictures);
        IsLocal = SetupAddress.IsLocal(settings);
        if (place.Find(Variables.PublicUrl) is { } given)
        {
            ServiceProblem = WebhookAddress.TryRead(given, IsLocal, out var service, out var problem) ? null : problem;
            Service = ServiceProblem is null ? service : null;
        }
    }

    /// <summary>Where settings are.</summary>
    public SettingsPlace Place { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The machine's file systems; null where they cannot be told.</summary>
    public MountTable? Mounts { get; init; }

    /// <summary>What is missing or wrong in the settings.</summary>
    public ImmutableArray<SettingsProblem> Problems { get; }

    /// <summary>The connections that are configured; empty when that cannot be told.</summary>
    public ImmutableArray<string> Configured { get; }

    /// <summary>The connection; null when its settings cannot be used.</summary>
    public ConnectionSettings? Settings { get; }

    /// <summary>Whether both vendors are stand-ins on this machine.</summary>
    public bool IsLocal { get; }

    /// <summary>The public address of the service; null when there is none.</summary>
    public Uri? Service { get; }

    /// <summary>Why the public address that is set is none.</summary>
    public string? ServiceProblem { get; }

    /// <summary>The database's whole path; null when the setting names none.</summary>
    public string? Database => Problems.Any(problem => problem.Variable == Variables.Database.Name) ? null : Path.GetFullPath(TandemSettings.DatabaseOf(Place.Sources()), Place.Directory);

    /// <summary>What webhooks would be, were they set up now.</summary>
    public SetupGoal Goal => new(Settings!, Service ?? Nowhere);

    /// <summary>What key may do, and how Stripe is reached.</summary>
    public SetupVendors Vendors => _vendors!;

    /// <summary>How the dataset is looked into.</summary>
    public SanityInspection Inspection => _inspection!;

    /// <summary>Whether pictures are looked at elsewhere than in the internet.</summary>
    public bool HasPictureWire => _wires.Pictures is not null;

    /// <summary>Calls the service itself.</summary>
    public HttpMessageHandler? ServiceWire => _wires.Service;

    /// <summary>Whose data the key opens.</summary>
    public Task<Outcome<Identity>> Stripe(CancellationToken cancellation) => Once(nameof(Stripe), () => Vendors.Stripe.Identify(cancellation));

    /// <summary>Whose data the token opens.</summary>
    public Task<Outcome<Identity>> Sanity(CancellationToken cancellation) => Once(nameof(Sanity), () => Vendors.Sanity.Identify(cancellation));

    /// <summary>The account's endpoints.</summary>
    public Task<Outcome<StripeEndpoints>> Endpoints(CancellationToken cancellation) => Once(nameof(Endpoints), () => Vendors.Endpoints.Endpoints(cancellation));

    /// <summary>The project's webhooks.</summary>
    public Task<Outcome<SanityHooks>> Hooks(CancellationToken cancellation) => Once(nameof(Hooks), () => Vendors.Hooks.Hooks(cancellation));

    /// <summary>What the documents of a kind show.</summary>
    public Task<Outcome<DocumentSample>> Sample(Kind kind, CancellationToken cancellation) => Once($"{kind}", () => Inspection.Sample(kind, cancellation));

    /// <summary>Our endpoints at Stripe, the best one first; none when they cannot be listed.</summary>
    public async Task<ImmutableArray<StripeEndpoint>> OurEndpoints(CancellationToken cancellation) =>
        [.. ((await Endpoints(cancellation)).Value?.All ?? []).Where(endpoint => EndpointPlan.IsOurs(endpoint, Goal.Endpoint)).OrderByDescending(endpoint => EndpointPlan.Worth(endpoint, Goal.Endpoint))];

    /// <summary>Our webhooks at Sanity, the best one first; none when they cannot be listed.</summary>
    public async Task<ImmutableArray<SanityHook>> OurHooks(CancellationToken cancellation)
    {
        var (goal, marks) = (Goal.Hook(null), SanityMarks);
        return [.. ((await Hooks(cancellation)).Value?.All ?? []).Where(hook => HookPlan.IsOurs(hook, goal)).OrderByDescending(hook => HookPlan.Worth(hook, goal, marks))];
    }

    /// <summary>The fingerprints of the secrets of Stripe's endpoint that are set.</summary>
    public ImmutableHashSet<string> StripeMarks => [.. Settings!.StripeWebhookSecrets.Select(SecretMark.Of)];

    /// <summary>The fingerprints of the secrets of Sanity's webhook that are set.</summary>
    public ImmutableHashSet<string> SanityMarks => [.. Settings!.SanityWebhookSecrets.Select(SecretMark.Of)];

    /// <summary>Looks into the database; null when there is none.</summary>
    /// <exception cref="StoreRefusedException">It cannot be read.</exception>
    public SqliteStore? OpenDatabase() => Database is { } path && File.Exists(path) ? SqliteStore.OpenReadOnly(path, Time) : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _vendors?.Dispose();
        _inspection?.Dispose();
    }

    private static (ImmutableArray<SettingsProblem> Problems, ImmutableArray<string> Configured, ConnectionSettings? Settings) Read(SettingsPlace place, string connection)
    {
        ImmutableArray<SettingsProblem> problems = [];
        ImmutableArray<string> configured = [];
        try
        {
            configured = [.. TandemSettings.From(place.Sources(), place.Directory).Connections.Select(one => one.Name)];
        }
        catch (SettingsException wrong)
        {
            problems = wrong.Problems;
        }

        try
        {
            return (problems, configured, TandemSettings.ConnectionOf(place.Sources(), place.Directory, connection));
        }
        catch (SettingsException wrong)
        {
            return (problems.IsEmpty ? wrong.Problems : problems, configured, null);
        }
    }

    private Task<Outcome<T>> Once<T>(string what, Func<Task<Outcome<T>>> ask)
        where T : class
    {
        if (!_asked.TryGetValue(what, out var known))
        {
            _asked[what] = known = ask();
        }

        return (Task<Outcome<T>>)known;
    }
}
