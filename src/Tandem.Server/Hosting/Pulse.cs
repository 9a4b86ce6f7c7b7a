using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Server;

/// <summary>What only the running service knows of a connection. It leaves this in the database, so that <c>tandem status</c> can tell it, also when the service is down.</summary>
/// <param name="At">When it was left (UTC). While the service runs and this is older, nothing has changed since.</param>
/// <param name="Sanity">The content side.</param>
/// <param name="Stripe">The charging side.</param>
public sealed record Pulse(DateTimeOffset At, SidePulse Sanity, SidePulse Stripe)
{
    /// <summary>Why the connection must not work, or null when nothing stands against it.</summary>
    public string? Refusal { get; init; }

    /// <summary>Under which name a connection's value lies in the database.</summary>
    public const string Name = "pulse";

    /// <summary>The stored form.</summary>
    public string Store() => JsonSerializer.Serialize(this, PulseJson.Default.Pulse);

    /// <summary>Reads the stored form; null when there is none, or it is of another version.</summary>
    public static Pulse? Parse(string? stored)
    {
        try
        {
            return stored is null ? null : JsonSerializer.Deserialize(stored, PulseJson.Default.Pulse);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How a side is doing.</summary>
/// <param name="LastContact">When it last answered properly (UTC), also in an earlier run of the service; null when it never did.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
/// <param name="FailingSince">When it began to fail (UTC), or null.</param>
/// <param name="Calls">How many calls were made to it in the minute before <see cref="Pulse.At"/>.</param>
/// <param name="CallsASecond">How many calls a second are allowed by configuration; null while the engine has not begun.</param>
public sealed record SidePulse(DateTimeOffset? LastContact, string? Fault, DateTimeOffset? FailingSince, long Calls, double? CallsASecond)
{
    /// <summary>How long a side may fail before somebody should look: a short outage of a vendor needs nobody.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Whether the side has failed for longer than that, or never answered.</summary>
    public bool IsLost(DateTimeOffset now) => Fault is not null && (LastContact is null || !(now - FailingSince <= Patience));
}

/// <summary>The JSON of pulses.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Pulse))]
internal sealed partial class PulseJson : JsonSerializerContext;
