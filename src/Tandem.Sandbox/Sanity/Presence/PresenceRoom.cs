namespace Tandem.Sandbox.Sanity;

/// <summary>Who has a dataset open in the Studio, so that editors see each other.</summary>
internal sealed class PresenceRoom
{
    private readonly Lock _gate = new();
    private readonly List<PresenceGuest> _guests = [];

    /// <summary>Lets somebody in.</summary>
    public void Enter(PresenceGuest guest)
    {
        lock (_gate)
        {
            _guests.Add(guest);
        }
    }

    /// <summary>Somebody's connection ended; the others are told if it did so without a word.</summary>
    public void Leave(PresenceGuest guest)
    {
        lock (_gate)
        {
            _guests.Remove(guest);
        }

        if (guest.Session is { } session)
        {
            Tell(guest, Gone(guest, session));
        }
    }

    /// <summary>Tells everybody else who listens.</summary>
    public void Tell(PresenceGuest from, Value.Map news)
    {
        lock (_gate)
        {
            foreach (var guest in _guests.Where(guest => !ReferenceEquals(guest, from)))
            {
                guest.Hear(news);
            }
        }
    }

    /// <summary>The news that a session ended.</summary>
    public static Value.Map Gone(PresenceGuest guest, string session) => Value.Map.Empty
        .With("type", Value.Of("disconnect"))
        .With("i", Value.Of(guest.UserId))
        .With("m", Value.Map.Empty.With("session", Value.Of(session)));
}
