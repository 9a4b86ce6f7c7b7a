using System.Text.Json;

namespace Tandem.Sandbox.Sanity;

/// <summary>One connection of the Studio's presence protocol: JSON-RPC 2.0, answered and spoken to in frames of text.</summary>
/// <remarks>The methods and shapes are those of the official client (<c>@sanity/bifur-client</c>) and of what the Studio sends through it.</remarks>
/// <param name="room">Who else is there.</param>
/// <param name="options">Knows the tokens.</param>
/// <param name="say">Sends a frame.</param>
internal sealed class PresenceGuest(PresenceRoom room, SanityWorldOptions options, Action<string> say)
{
    /// <summary>How the server closes a connection whose token nobody knows.</summary>
    public const int Unauthorized = 4001;

    private const int UnknownMethod = -32601;
    private const int NoRequest = -32600;
    private Caller _caller = Caller.Anonymous;
    private string? _subscription;
    private int _subscriptions;

    /// <summary>Who it is.</summary>
    public string UserId => _caller.UserId;

    /// <summary>The session that it announced last, until it said good-bye.</summary>
    public string? Session { get; private set; }

    /// <summary>Passes news on, if it asked for them.</summary>
    public void Hear(Value.Map news)
    {
        if (_subscription is { } subscription)
        {
            var parameters = Value.Map.Empty.With("subscription", Value.Of(subscription)).With("result", news);
            Say(Value.Map.Empty.With("method", Value.Of("presence_subscription")).With("params", parameters));
        }
    }

    /// <summary>Handles a frame; false when the connection must be closed as <see cref="Unauthorized"/>.</summary>
    public bool Take(string frame)
    {
        if (Parsed(frame) is not { } call || call["method"].Characters is not { } method)
        {
            Fail(Value.Null, NoRequest, "Invalid request");
            return true;
        }

        var given = call["params"] as Value.Map ?? Value.Map.Empty;
        if (method == "authorization")
        {
            return Authorize(call["id"], given["authorization"].Characters);
        }

        if (_caller.User is null)
        {
            return false;
        }

        switch (method)
        {
            case "presence_subscribe":
                _subscription = $"presence-{++_subscriptions}";
                Answer(call["id"], Value.Of(_subscription));
                return true;
            case "presence_unsubscribe":
                _subscription = null;
                break;
            case "presence_rollcall":
                room.Tell(this, News("rollCall").With("session", given["session"]));
                break;
            case "presence_announce":
                Session = (given["data"] as Value.Map)?["sessionId"].Characters;
                room.Tell(this, News("state").With("m", given["data"]));
                break;
            case "presence_disconnect":
                Session = null;
                room.Tell(this, PresenceRoom.Gone(this, given["session"].Characters ?? string.Empty));
                break;
            default:
                Fail(call["id"], UnknownMethod, $"Method \"{method}\" not found");
                return true;
        }

        Answer(call["id"], Value.Map.Empty.With("ok", Value.True));
        return true;
    }

    private static Value.Map? Parsed(string frame)
    {
        try
        {
            return ValueJson.Parse(frame) as Value.Map;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Authorize(Value id, string? authorization)
    {
        try
        {
            _caller = Caller.Of(authorization, options).Known();
        }
        catch (LakeRefusalException)
        {
            return false;
        }

        Answer(id, Value.Map.Empty.With("ok", Value.True));
        return true;
    }

    private Value.Map News(string type) => Value.Map.Empty.With("type", Value.Of(type)).With("i", Value.Of(UserId));

    private void Answer(Value id, Value result) => Say(Value.Map.Empty.With("id", id).With("result", result));

    private void Fail(Value id, int code, string message) =>
        Say(Value.Map.Empty.With("id", id).With("error", Value.Map.Empty.With("code", Value.Of(code)).With("message", Value.Of(message))));

    private void Say(Value.Map message) => say(ValueJson.Text(message.With("jsonrpc", Value.Of("2.0"))));
}
