using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>One kind of object of an account, immutable, newest first; a deleted object keeps its place, because its id still works as a cursor.</summary>
internal sealed record StripeTable(string Kind)
{
    private ImmutableSortedDictionary<long, JsonObject?> Rows { get; init; } = ImmutableSortedDictionary<long, JsonObject?>.Empty;

    private ImmutableDictionary<string, long> Places { get; init; } = ImmutableDictionary<string, long>.Empty;

    private long Next { get; init; }

    private long Forgotten { get; init; }

    /// <summary>All living objects, newest first. Never change one: put a copy.</summary>
    public IEnumerable<JsonObject> NewestFirst => Rows.Values.OfType<JsonObject>();

    /// <summary>A living object, or null.</summary>
    public JsonObject? Find(string id) => Places.TryGetValue(id, out var place) ? Rows[place] : null;

    /// <summary>Whether the id was ever given away.</summary>
    public bool Knew(string id) => Places.ContainsKey(id);

    public StripeTable With(JsonObject value)
    {
        var id = value.Text("id");
        if (Places.TryGetValue(id, out var place))
        {
            return this with { Rows = Rows.SetItem(place, value) };
        }

        // Descending places make the natural order newest first.
        return this with { Rows = Rows.Add(-Next, value), Places = Places.Add(id, -Next), Next = Next + 1 };
    }

    public StripeTable Without(string id) => this with { Rows = Rows.SetItem(Places[id], null) };

    /// <summary>Forgets the oldest objects, ids and all; only for tables whose objects are never deleted singly.</summary>
    public StripeTable Forget(Func<JsonObject, bool> isOver)
    {
        var (rows, places, forgotten) = (Rows, Places, Forgotten);
        while (rows.TryGetValue(-forgotten, out var oldest) && oldest is not null && isOver(oldest))
        {
            rows = rows.Remove(-forgotten);
            places = places.Remove(oldest.Text("id"));
            forgotten++;
        }

        return this with { Rows = rows, Places = places, Forgotten = forgotten };
    }

    /// <summary>The living objects on one side of a cursor, nearest to it first; null when nobody knows the cursor.</summary>
    public IEnumerable<JsonObject>? Beyond(string cursor, bool older)
    {
        if (!Places.TryGetValue(cursor, out var place))
        {
            return null;
        }

        var side = older ? Rows.Where(row => row.Key > place) : Rows.TakeWhile(row => row.Key < place).Reverse();
        return side.Select(row => row.Value).OfType<JsonObject>();
    }
}
