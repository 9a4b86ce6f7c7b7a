using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>What search sees: the catalogue as it was a while ago. Not for read-after-write. <see href="https://docs.stripe.com/search#data-freshness"/></summary>
internal sealed class StripeSearchIndex(TimeSpan lag)
{
    private readonly Queue<(DateTimeOffset At, string Id, JsonObject? Value)> _coming = [];
    private readonly Dictionary<string, JsonObject> _seen = [];

    /// <summary>Notes a change; null for a deletion.</summary>
    public void Note(DateTimeOffset now, string id, JsonObject? value) => _coming.Enqueue((now, id, value));

    /// <summary>All objects of a kind that search knows by now, newest first.</summary>
    public IEnumerable<JsonObject> Seen(string kind, DateTimeOffset now)
    {
        while (_coming.TryPeek(out var next) && next.At <= now - lag)
        {
            _coming.Dequeue();
            if (next.Value is null)
            {
                _seen.Remove(next.Id);
            }
            else
            {
                _seen[next.Id] = next.Value;
            }
        }

        return _seen.Values
            .Where(value => value.Text("object") == kind)
            .OrderByDescending(value => value.Number("created"))
            .ThenBy(value => value.Text("id"), StringComparer.Ordinal);
    }
}
