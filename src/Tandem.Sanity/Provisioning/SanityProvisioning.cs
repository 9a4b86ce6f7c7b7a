using System.Text.Json.Nodes;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>What setting up needs of Sanity beside the documents: the project's webhooks, and what the token may do.</summary>
/// <remarks>
/// Webhooks need a token that may manage them (<c>sanity.project.webhooks</c>), which the role Editor of the service's token may not.
/// <see href="https://www.sanity.io/docs/http-reference/webhooks"/>
/// </remarks>
public sealed class SanityProvisioning : IDisposable
{
    private readonly SanityClient _client;
    private readonly SanityOptions _options;
    private readonly SanitySchema _schema;

    /// <summary>Makes it. Nothing is sent yet.</summary>
    /// <param name="options">Which project, and with which token.</param>
    /// <param name="schema">Which types hold what.</param>
    /// <param name="clock">The clock of timeouts.</param>
    /// <param name="handler">Carries the calls in place of a socket; it stays the caller's.</param>
    /// <exception cref="ArgumentException">The options or the schema contradict themselves.</exception>
    public SanityProvisioning(SanityOptions options, SanitySchema schema, TimeProvider clock, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(schema);
        if (options.Problems().Concat(schema.Problems()).ToList() is { Count: > 0 } problems)
        {
            throw new ArgumentException(string.Join(' ', problems), nameof(options));
        }

        (_options, _schema) = (options, schema);
        _client = new SanityClient(options, handler, clock);
    }

    /// <summary>What Sanity's clock showed at the newest answer; null before there is one.</summary>
    public ClockReading? Clock => _client.Clock;

    /// <summary>Whose data the token opens; proves that the dataset can be read.</summary>
    public async Task<Outcome<Identity>> Identify(CancellationToken cancellation)
    {
        var outcome = await _client.Query(Groq.Any, new JsonObject { ["type"] = _schema.ProductType }, "identify", cancellation);
        return outcome.Fault is { } fault ? fault : new Identity(_options.ProjectId, _options.Dataset);
    }

    /// <summary>Every webhook of the project.</summary>
    public async Task<Outcome<SanityHooks>> Hooks(CancellationToken cancellation)
    {
        var outcome = await _client.Hooks(cancellation);
        return outcome.Fault is { } fault ? Explained(fault) : new SanityHooks([.. outcome.Value!.Items.Select(SanityHook.Read).OfType<SanityHook>()]);
    }

    /// <summary>Creates a webhook.</summary>
    public async Task<Outcome<SanityHook>> CreateHook(WantedHook wanted, Secret secret, CancellationToken cancellation) =>
        Read(await _client.CreateHook(Definition(wanted, secret), cancellation));

    /// <summary>Makes a webhook as wanted, its secret included.</summary>
    public async Task<Outcome<SanityHook>> ChangeHook(string id, WantedHook wanted, Secret secret, CancellationToken cancellation) =>
        Read(await _client.ChangeHook(id, Definition(wanted, secret), cancellation));

    /// <summary>Deletes a webhook; one that is gone already is no fault.</summary>
    public async Task<CatalogFault?> DeleteHook(string id, CancellationToken cancellation)
    {
        var outcome = await _client.DeleteHook(id, cancellation);
        return outcome.Fault is null or CatalogFault.Gone ? null : Explained(outcome.Fault);
    }

    /// <summary>How what a webhook sent lately was taken.</summary>
    public async Task<Outcome<HookDeliveries>> Deliveries(string id, CancellationToken cancellation)
    {
        var messages = await _client.HookMessages(id, cancellation);
        return messages.Fault is { } fault ? Explained(fault) : HookDeliveries.Of(messages.Value!.Items);
    }

    /// <summary>Tries, without executing it, the write that the service lives by.</summary>
    /// <remarks>A dry run is checked like the real one. <see href="https://www.sanity.io/docs/http-mutations"/></remarks>
    public async Task<Outcome<Rehearsal>> RehearseWrite(CancellationToken cancellation)
    {
        var document = new JsonObject { ["_id"] = "tandem-checks-its-rights", ["_type"] = _schema.ProductType };
        var outcome = await _client.Rehearse(new JsonArray(new JsonObject { ["createIfNotExists"] = document }), cancellation);
        return outcome.Fault is { } fault ? fault : Rehearsal.Went;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static JsonObject Definition(WantedHook wanted, Secret secret) => new()
    {
        ["type"] = "document",
        ["name"] = "Tandem",
        ["description"] = SanityHook.Describe(wanted.Mark, wanted.SecretMark),
        ["url"] = wanted.Url.AbsoluteUri,
        ["dataset"] = wanted.Dataset,
        ["rule"] = new JsonObject
        {
            ["on"] = new JsonArray([.. WantedHook.On.Select(JsonNode (on) => on)]),
            ["filter"] = wanted.Filter,
            ["projection"] = WantedHook.Projection,
        },
        ["apiVersion"] = "v" + SanityOptions.OldestApiVersion,
        ["httpMethod"] = "POST",
        ["includeDrafts"] = false,
        ["includeAllVersions"] = false,
        ["headers"] = new JsonObject(),
        ["secret"] = secret.Reveal(),
        ["isDisabledByUser"] = false,
    };

    private Outcome<SanityHook> Read(Outcome<Answer> outcome)
    {
        if (outcome.Fault is { } fault)
        {
            return Explained(fault);
        }

        return outcome.Value!.Body is { } body && SanityHook.Read(body) is { } hook ? hook : SanityFaults.Malformed(Access.Write);
    }

    private CatalogFault Explained(CatalogFault fault) => fault is CatalogFault.Unauthorized { IsForbidden: true }
        ? fault with { Message = $"This Sanity token may not manage the webhooks of the project {_options.ProjectId} (403); the role Editor may not, a token with the role Administrator or Developer may." }
        : fault;
}

/// <summary>A write that was tried and not executed.</summary>
public sealed record Rehearsal
{
    /// <summary>It would have been done.</summary>
    public static Rehearsal Went { get; } = new();
}
