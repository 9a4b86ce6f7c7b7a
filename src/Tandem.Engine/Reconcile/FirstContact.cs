using System.Globalization;
using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Whether objects that only one side has flow by themselves.</summary>
internal sealed record Permission(Creation Creation);

/// <summary>
/// Remembers how the two catalogues met: if both were populated, what is older than the connection waits for a person; if one was empty, everything flows.
/// </summary>
internal sealed class FirstContact(Connection connection, IStateStore store)
{
    private const string Began = "began";
    private const string Met = "first-contact";
    private const string Populated = "both populated";
    private const string Empty = "one side empty";

    /// <summary>Notes when the connection began, once, before anything is asked or accepted.</summary>
    public static async Task Begin(string connection, IStateStore store, TimeProvider time, CancellationToken cancellation)
    {
        if (await store.Read(connection, Began, cancellation) is null)
        {
            await store.Write(connection, Began, time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), cancellation);
        }
    }

    /// <summary>Since when the connection has been kept (UTC, to the second), or null when it never began; and whether it is known that everything flows.</summary>
    public static async Task<(DateTimeOffset? Began, bool Flows)> Of(string connection, IStateStore store, CancellationToken cancellation) => (
        await store.Read(connection, Began, cancellation) is { } began ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(began, CultureInfo.InvariantCulture)) : null,
        await store.Read(connection, Met, cancellation) == Empty);

    /// <summary>Whether an object of that age may be made on the other side.</summary>
    public async Task<Outcome<Permission>> Creation(DateTimeOffset? madeAt, CancellationToken cancellation)
    {
        var met = await store.Read(connection.Name, Met, cancellation);
        if (met is null)
        {
            var looked = await Look(cancellation);
            if (looked.Fault is { } fault)
            {
                return fault;
            }

            met = looked.Value!;
            await store.Write(connection.Name, Met, met, cancellation);
        }

        var began = long.Parse(await store.Read(connection.Name, Began, cancellation) ?? "0", CultureInfo.InvariantCulture);
        var isOlder = madeAt is not { } made || made.ToUnixTimeSeconds() < began;
        return new Permission(met == Populated && isOlder ? Core.Creation.Waits : Core.Creation.Flows);
    }

    private async Task<Outcome<string>> Look(CancellationToken cancellation)
    {
        var began = DateTimeOffset.FromUnixTimeSeconds(long.Parse(await store.Read(connection.Name, Began, cancellation) ?? "0", CultureInfo.InvariantCulture));
        var sanity = await HasOlder(connection.Sanity, began, cancellation);
        if (sanity.Fault is { } blind)
        {
            return blind;
        }

        var stripe = await HasOlder(connection.Stripe, began, cancellation);
        return stripe.Fault is { } fault ? fault : sanity.Value == stripe.Value && sanity.Value == "yes" ? Populated : Empty;
    }

    private static async Task<Outcome<string>> HasOlder(ICatalog catalog, DateTimeOffset began, CancellationToken cancellation)
    {
        string? cursor = null;
        do
        {
            var page = await catalog.List(cursor, cancellation);
            if (page.Fault is { } fault)
            {
                return fault;
            }

            if (page.Value!.Products.Any(product => product.CreatedAt is not { } made || made < began))
            {
                return "yes";
            }

            cursor = page.Value.Cursor;
        }
        while (cursor is not null);

        return "no";
    }
}
