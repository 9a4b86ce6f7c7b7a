namespace Tandem.Sandbox.Sanity;

/// <summary>One delivery of a hook, with every attempt at it.</summary>
/// <param name="id">Its id.</param>
/// <param name="hook">The hook's id.</param>
/// <param name="createdAt">When the change was committed.</param>
/// <param name="payload">The body.</param>
internal sealed class HookMessage(string id, string hook, DateTimeOffset createdAt, Value payload)
{
    private readonly List<Value.Map> _attempts = [];
    private string _status = "queued";

    /// <summary>The hook's id.</summary>
    public string Hook { get; } = hook;

    /// <summary>When the change was committed.</summary>
    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>Every attempt, oldest first, as <c>…/attempts</c> shows it.</summary>
    public IReadOnlyList<Value.Map> Attempts => _attempts;

    /// <summary>As <c>…/messages</c> shows it.</summary>
    public Value.Map Shown => Value.Map.Empty
        .With("id", Value.Of(id))
        .With("createdAt", Value.Of(ValueJson.Text(CreatedAt)))
        .With("status", Value.Of(_status))
        .With("resultCode", _attempts.Count == 0 ? Value.Null : _attempts[^1]["resultCode"])
        .With("failureCount", Value.Of(_attempts.Count(static attempt => attempt["isFailure"].IsTrue)))
        .With("payload", Value.Of(ValueJson.Text(payload)));

    /// <summary>Notes how an attempt ended.</summary>
    /// <param name="attempt">The attempt's id.</param>
    /// <param name="at">When.</param>
    /// <param name="status">The HTTP status, 0 when nothing answered.</param>
    public void Note(string attempt, DateTimeOffset at, int status)
    {
        var isFailure = status is < 200 or > 299;
        _attempts.Add(Value.Map.Empty
            .With("id", Value.Of(attempt))
            .With("messageId", Value.Of(id))
            .With("createdAt", Value.Of(ValueJson.Text(at)))
            .With("inProgress", Value.False)
            .With("isFailure", Value.Of(isFailure))
            .With("failureReason", isFailure ? Value.Of(status == 0 ? "network" : "http") : Value.Null)
            .With("resultCode", status == 0 ? Value.Null : Value.Of(status))
            .With("duration", Value.Of(0)));
        _status = isFailure ? "failed" : "success";
    }

    /// <summary>Notes that nobody will try again.</summary>
    public void Close(string status) => _status = status;

    /// <summary>Notes that it waits for another attempt.</summary>
    public void Requeue() => _status = "queued";
}
