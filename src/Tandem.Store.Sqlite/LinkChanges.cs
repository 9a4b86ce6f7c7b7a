using System.Collections.Immutable;
using Tandem.Core;

namespace Tandem.Store.Sqlite;

/// <summary>What has to change in the index of links for a record: most passes change nothing but a revision.</summary>
internal sealed class LinkChanges
{
    private readonly ProductKey _key;
    private readonly ImmutableArray<Link> _added;
    private readonly ImmutableArray<Link> _removed;

    /// <summary>Compares a record's links with those that are indexed for its product.</summary>
    public LinkChanges(SqliteSession session, ProductRecord record)
    {
        _key = record.Key;
        var indexed = Indexed(session, record.Key);
        var wanted = Of(record);
        _added = [.. wanted.Except(indexed)];
        _removed = [.. indexed.ExceptBy(wanted.Select(link => link.Object), link => link.Object)];
    }

    /// <summary>Whether another product firmly holds one of them.</summary>
    public bool AreTaken(SqliteSession session)
    {
        foreach (var link in _added.Where(link => link.IsFirm))
        {
            var holder = session.First(
                "SELECT document_id FROM link WHERE connection = @connection AND side = @side AND kind = @kind AND object_id = @object_id AND is_firm = 1",
                row => row.Text(0),
                LinkRows.Named(_key.Connection, link.Object));
            if (holder is not null && holder != _key.DocumentId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Brings the index up to date.</summary>
    public void Write(SqliteSession session)
    {
        foreach (var link in _removed)
        {
            session.Run(
                "DELETE FROM link WHERE connection = @connection AND side = @side AND kind = @kind AND object_id = @object_id",
                LinkRows.Named(_key.Connection, link.Object));
        }

        foreach (var link in _added)
        {
            // A link that is not firm leaves another product's alone.
            session.Run(
                """
                INSERT INTO link (connection, side, kind, object_id, document_id, is_live, is_firm, revision)
                VALUES (@connection, @side, @kind, @object_id, @document_id, @is_live, @is_firm, @revision)
                ON CONFLICT DO UPDATE SET document_id = excluded.document_id, is_live = excluded.is_live, is_firm = excluded.is_firm, revision = excluded.revision
                WHERE excluded.is_firm = 1 OR document_id = excluded.document_id
                """,
                [
                    .. LinkRows.Named(_key.Connection, link.Object),
                    ("@document_id", _key.DocumentId),
                    ("@is_live", link.IsLive ? 1L : 0L),
                    ("@is_firm", link.IsFirm ? 1L : 0L),
                    ("@revision", link.Revision),
                ]);
        }
    }

    private static ImmutableArray<Link> Indexed(SqliteSession session, ProductKey key) => session.All(
        "SELECT side, kind, object_id, is_live, is_firm, revision FROM link WHERE connection = @connection AND document_id = @document_id",
        row => new Link(
            new ObjectId(Word<Side>.Read(row.Text(0)), Word<Kind>.Read(row.Text(1)), row.Text(2)),
            row.Number(3) != 0,
            row.Number(4) != 0,
            row.TextOrNull(5)),
        ("@connection", key.Connection),
        ("@document_id", key.DocumentId));

    // An object that a record names twice (a price that is current again, and in the lineage) counts once, at its best.
    private static ImmutableArray<Link> Of(ProductRecord record)
    {
        var isLive = record.Link is LinkState.Live or LinkState.Pending;
        var links = new List<Link> { new(new(Side.Sanity, Kind.Product, record.Key.DocumentId), isLive, true, record.Revision) };
        if (record.StripeId is { } stripeId)
        {
            links.Add(new(new(Side.Stripe, Kind.Product, stripeId), isLive, true, record.Revision));
        }

        foreach (var slot in record.Slots)
        {
            // A document that is gone from here may have moved to another product; Stripe's prices never move.
            var isShown = isLive && !slot.IsGone;
            links.Add(new(new(Side.Sanity, Kind.Price, slot.Slot), isShown, !slot.IsGone, slot.Revision));
            if (slot.PriceId is { } priceId)
            {
                links.Add(new(new(Side.Stripe, Kind.Price, priceId), isShown, true, slot.Revision));
            }

            links.AddRange(slot.Lineage.Select(former => new Link(new(Side.Stripe, Kind.Price, former), false, true, slot.Revision)));
        }

        return [.. links.GroupBy(link => link.Object).Select(same => same.OrderByDescending(link => link.IsLive).ThenByDescending(link => link.IsFirm).First())];
    }

    private sealed record Link(ObjectId Object, bool IsLive, bool IsFirm, string? Revision);
}
