using System.Collections.Immutable;

namespace Tandem.Core;

/// <summary>Everything that a plan is made from. Equal situations give equal plans.</summary>
public sealed record Situation
{
    /// <summary>What is remembered of the product; a blank record for one that was never seen.</summary>
    public required ProductRecord Record { get; init; }

    /// <summary>What Sanity shows now.</summary>
    public required Observation Sanity { get; init; }

    /// <summary>What Stripe shows now.</summary>
    public required Observation Stripe { get; init; }

    /// <summary>Writes whose outcome is not known, and superseded ones that may still arrive.</summary>
    public ImmutableArray<Intent> Intents { get; init; } = [];

    /// <summary>Edits in Stripe that writes of ours overtook.</summary>
    public ImmutableArray<OvertakenEdit> Overtaken { get; init; } = [];

    /// <summary>Open conflicts that a person has decided, each with the winner that the person named; they count for the values they hold.</summary>
    public ImmutableArray<Conflict> Decided { get; init; } = [];

    /// <summary>The connection's rules.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Whether an object that only one side has may be made on the other.</summary>
    public Creation Creation { get; init; }

    /// <summary>Whether the mass-archive guard holds archives back.</summary>
    public Archiving Archiving { get; init; }

    /// <summary>Changes that were held for a person, each with what the person said of it, if anything yet.</summary>
    public ImmutableArray<HeldChange> Held { get; init; } = [];

    /// <summary>What a person wants back as it was agreed before, if somebody does.</summary>
    public Undo? Undo { get; init; }

    /// <summary>What a person asked for about one document, if somebody did.</summary>
    public Wish? Wish { get; init; }

    /// <summary>The product's key.</summary>
    public ProductKey Key => Record.Key;

    /// <summary>The wish, if it is about this object.</summary>
    /// <param name="name">The document id or slot.</param>
    /// <param name="isPart">Whether it is a price inside of the product's document.</param>
    internal Wish? WishFor(string name, bool isPart) => Wish is { } wish && (wish.Document == name || (isPart && wish.Document == Key.DocumentId)) ? wish : null;
}

/// <summary>Whether objects are made on the other side without being asked for.</summary>
public enum Creation
{
    /// <summary>They flow.</summary>
    Flows,

    /// <summary>Both catalogues were populated when they met, and this object is older than the connection: a person decides.</summary>
    Waits,
}

/// <summary>What a person said of changes that are held.</summary>
public enum Ruling
{
    /// <summary>Nothing: they wait.</summary>
    None,

    /// <summary>They are meant.</summary>
    Released,

    /// <summary>They are not: a price's document is to show again what Stripe shows.</summary>
    Refused,
}

/// <summary>Whether archives are let through.</summary>
public enum Archiving
{
    /// <summary>They are.</summary>
    Flows,

    /// <summary>Too many within a day: held for a person.</summary>
    Held,
}
