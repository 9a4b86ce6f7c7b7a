using System.Collections.Immutable;
using System.Text.Json;
using Stripe;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>What setting up needs of Stripe beside the catalogue: webhook endpoints, and what the key may do.</summary>
/// <remarks>
/// A restricted key needs <c>rak_webhook_write</c> for the endpoints, which the service itself does not need.
/// <see href="https://docs.stripe.com/api/webhook_endpoints"/>
/// </remarks>
public sealed class StripeProvisioning : IDisposable
{
    private const string MarkKey = "tandem";
    private const string SecretKey = "tandem_secret";
    private readonly StripeConnection _connection;
    private readonly StripeIdentify _identify;
    private readonly int _pageLimit;

    private StripeProvisioning(StripeConnection connection, StripeOptions options)
    {
        _connection = connection;
        _pageLimit = options.PageLimit;
        _identify = new StripeIdentify(connection, options.SecretKey);
        Rights = new StripeRights(connection, options.SecretKey);
    }

    /// <summary>The version of Stripe's API that the SDK speaks, which endpoints are pinned to.</summary>
    public static string ApiVersion => StripeConfiguration.ApiVersion;

    /// <summary>What the key may do.</summary>
    public StripeRights Rights { get; }

    /// <summary>What Stripe's clock showed at the newest answer; null before there is one.</summary>
    public ClockReading? Clock => _connection.Clock;

    /// <summary>Whether events rendered in a version are in the form that the SDK speaks: releases of one train are compatible. <see href="https://docs.stripe.com/api/versioning"/></summary>
    public static bool IsOfOurTrain(string? version) => version is not null && version.Split('.', 2) is [_, var train] && train == ApiVersion.Split('.', 2)[^1];

    /// <summary>Makes it. Nothing is sent yet.</summary>
    /// <param name="options">How to reach Stripe.</param>
    /// <param name="time">The clock of timeouts.</param>
    /// <param name="handler">What sends instead of real sockets; it stays the caller's to dispose.</param>
    /// <exception cref="ArgumentException">The options contradict themselves or the key cannot be a key.</exception>
    public static StripeProvisioning Create(StripeOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return options.Problem() is { } problem
            ? throw new ArgumentException(problem, nameof(options))
            : new StripeProvisioning(new StripeConnection(options, time, handler), options);
    }

    /// <summary>Whose data the key opens.</summary>
    public Task<Outcome<Identity>> Identify(CancellationToken cancellation) => _identify.Identify(cancellation);

    /// <summary>Every endpoint of the account.</summary>
    public async Task<Outcome<StripeEndpoints>> Endpoints(CancellationToken cancellation)
    {
        var all = ImmutableArray.CreateBuilder<StripeEndpoint>();
        for (string? after = null; ;)
        {
            var parameters = new WebhookEndpointListOptions { Limit = _pageLimit, StartingAfter = after };
            var outcome = await _connection.Send(
                StripeCall.Read("listing webhook endpoints"),
                async token => await _connection.Api.WebhookEndpoints.ListAsync(parameters, requestOptions: null, token) is { } list ? list : throw new JsonException("Stripe answered without a list."),
                cancellation);
            if (outcome.Value is not { } page)
            {
                return outcome.Fault!;
            }

            all.AddRange(page.Data.Select(endpoint => Read(endpoint.Shown())));
            if (!page.HasMore || page.Data.Count == 0)
            {
                return new StripeEndpoints(all.ToImmutable());
            }

            after = page.Data[^1].Id;
        }
    }

    /// <summary>Creates an endpoint for the six events of the catalogue, pinned to the SDK's version. It counts as unfinished until <see cref="Finish"/>.</summary>
    public Task<Outcome<CreatedEndpoint>> CreateEndpoint(WantedEndpoint wanted, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var options = new WebhookEndpointCreateOptions
        {
            Url = wanted.Url.AbsoluteUri,
            EnabledEvents = [.. StripeDelivery.Types],
            ApiVersion = ApiVersion,
            Description = wanted.Description,
            Metadata = new Dictionary<string, string> { [MarkKey] = wanted.Mark },
        };
        return _connection.Send(
            StripeCall.Write("creating the webhook endpoint"),
            async token => Created((await _connection.Api.WebhookEndpoints.CreateAsync(options, requestOptions: null, token)).Shown()),
            cancellation);
    }

    /// <summary>Notes on an endpoint that its secret was stored.</summary>
    public Task<Outcome<StripeEndpoint>> Finish(string id, string secretMark, CancellationToken cancellation) => Update(
        $"marking the webhook endpoint {id}", id, new WebhookEndpointUpdateOptions { Metadata = new Dictionary<string, string> { [SecretKey] = secretMark } }, cancellation);

    /// <summary>Makes an endpoint as wanted, except its version, which cannot be changed. Metadata of others stays.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="wanted">How it is to be.</param>
    /// <param name="marks">Whether it is marked as ours; one that a person made is not.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<Outcome<StripeEndpoint>> ChangeEndpoint(string id, WantedEndpoint wanted, bool marks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var options = new WebhookEndpointUpdateOptions { Url = wanted.Url.AbsoluteUri, EnabledEvents = [.. StripeDelivery.Types], Disabled = false };
        if (marks)
        {
            options.Description = wanted.Description;
            options.Metadata = new Dictionary<string, string> { [MarkKey] = wanted.Mark };
        }

        return Update($"changing the webhook endpoint {id}", id, options, cancellation);
    }

    /// <summary>Deletes an endpoint; one that is gone already is no fault.</summary>
    public async Task<CatalogFault?> DeleteEndpoint(string id, CancellationToken cancellation)
    {
        var outcome = await _connection.Send(
            StripeCall.Write($"deleting the webhook endpoint {id}"),
            async token => (await _connection.Api.WebhookEndpoints.DeleteAsync(id, options: null, requestOptions: null, token)).Shown().GetRawText(),
            cancellation);
        return outcome.Fault is CatalogFault.Gone ? null : outcome.Fault;
    }

    /// <summary>Closes the sockets.</summary>
    public void Dispose() => _connection.Dispose();

    private Task<Outcome<StripeEndpoint>> Update(string doing, string id, WebhookEndpointUpdateOptions options, CancellationToken cancellation) => _connection.Send(
        StripeCall.Write(doing),
        async token => Read((await _connection.Api.WebhookEndpoints.UpdateAsync(id, options, requestOptions: null, token)).Shown()),
        cancellation);

    private static CreatedEndpoint Created(JsonElement json) => json.Text("secret") is { Length: > 0 } secret
        ? new CreatedEndpoint(Read(json), new Secret(secret))
        : throw new JsonException("Stripe created an endpoint and did not show its secret.");

    private static StripeEndpoint Read(JsonElement json) => new()
    {
        Id = json.Text("id") ?? throw new JsonException("Stripe showed an endpoint without an id."),
        Url = json.Text("url") ?? "",
        IsEnabled = json.Text("status") != "disabled",
        ApiVersion = json.Text("api_version"),
        Events = json.Child("enabled_events") is { ValueKind: JsonValueKind.Array } events
            ? [.. events.EnumerateArray().Select(type => type.ValueKind == JsonValueKind.String ? type.GetString()! : "").Where(type => type.Length > 0)]
            : [],
        Mark = json.Metadata(MarkKey),
        SecretMark = json.Metadata(SecretKey),
        CreatedAt = json.Moment("created"),
    };
}
