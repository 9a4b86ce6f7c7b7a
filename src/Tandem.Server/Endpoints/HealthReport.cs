using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Tandem.Server;

/// <summary>What <c>GET /health/ready</c> answers. It holds no secrets and no payloads.</summary>
/// <param name="Status"><c>ready</c>, <c>degraded</c> when some of several connections are not ready, or <c>not ready</c>.</param>
/// <param name="Reasons">What is not ready and why; empty when everything is.</param>
/// <param name="Store"><c>writable</c> or <c>not writable</c>, proven by a commit within the last second.</param>
/// <param name="Running">Pieces of work in hand.</param>
/// <param name="Connections">Each connection.</param>
internal sealed record HealthReport(string Status, ImmutableArray<string> Reasons, string Store, int Running, ImmutableArray<ConnectionReport> Connections);

/// <summary>How a connection is doing; also what <c>GET /health/ready/{connection}</c> answers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status"><c>ready</c> or <c>not ready</c>.</param>
/// <param name="Reasons">Why it is not ready; empty when it is.</param>
/// <param name="Refusal">The one of them that only other settings mend, or null.</param>
/// <param name="Sanity">The content side.</param>
/// <param name="Stripe">The charging side.</param>
/// <param name="Changes"><c>webhooks</c>, or <c>pulled</c>.</param>
/// <param name="Listeners">The listeners that are kept open to Sanity.</param>
internal sealed record ConnectionReport(string Name, string Status, ImmutableArray<string> Reasons, [property: JsonIgnore] string? Refusal, SideReport Sanity, SideReport Stripe, string Changes, ImmutableArray<ListenerReport> Listeners);

/// <summary>How a listener is doing. One that is down does not make the service unready: what it would have told is found by asking.</summary>
/// <param name="For">What is listened for.</param>
/// <param name="Since">Since when the connection has stood (UTC); null while there is none.</param>
/// <param name="Fault">What ended the last one, or null.</param>
internal sealed record ListenerReport(string For, DateTimeOffset? Since, string? Fault);

/// <summary>How a side is doing.</summary>
/// <param name="LastContact">When it last answered properly (UTC); null when it did not since the start.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
/// <param name="FailingSince">When it began to fail (UTC), or null.</param>
internal sealed record SideReport(DateTimeOffset? LastContact, string? Fault, DateTimeOffset? FailingSince = null);

/// <summary>The JSON of the health endpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(ConnectionReport))]
internal sealed partial class HealthJson : JsonSerializerContext;
