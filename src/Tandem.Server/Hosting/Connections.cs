using System.Collections.Immutable;
using Tandem.Engine;
using Tandem.Sanity;
using Tandem.Stripe;

namespace Tandem.Server;

/// <summary>The connections of the service with the vendors' clients that they use.</summary>
internal sealed class Connections : IDisposable
{
    private readonly List<IDisposable> _clients = [];

    /// <summary>Makes them from the settings.</summary>
    /// <param name="settings">What is set.</param>
    /// <param name="given">Connections that somebody brought, which are kept.</param>
    /// <param name="check">Says when the work of each may begin.</param>
    /// <param name="time">The clock.</param>
    /// <param name="pictures">How pictures from elsewhere are fetched.</param>
    public Connections(TandemSettings settings, IEnumerable<Connection> given, StartCheck check, TimeProvider time, PictureNetwork pictures)
    {
        var brought = given.ToDictionary(connection => connection.Name, StringComparer.Ordinal);
        All =
        [
            .. settings.Connections.Select(one => (brought.TryGetValue(one.Name, out var connection) ? connection : Make(one, time, pictures)) with
            {
                Pace = one.Pace, Ready = check.Of(one.Name).Ready,
            }),
        ];
    }

    /// <summary>All of them, in the order of the settings.</summary>
    public ImmutableArray<Connection> All { get; }

    /// <summary>One by its name.</summary>
    public Connection Of(string name) => All.Single(connection => connection.Name == name);

    /// <inheritdoc/>
    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private Connection Make(ConnectionSettings settings, TimeProvider time, PictureNetwork pictures)
    {
        var (sanity, stripe) = (new SanityCatalog(settings.Sanity(), settings.Mapping.Schema, time, pictures: pictures), StripeCatalog.Create(settings.Stripe(), time));
        _clients.AddRange([sanity, stripe]);
        return new Connection(settings.Name, sanity, stripe, settings.Mapping.Policy)
        {
            Studio = settings.Studio ? sanity.Studio(settings.StripeMode == "live") : null,
            Listener = settings.IsPulling ? sanity.Listener : null,
        };
    }
}
