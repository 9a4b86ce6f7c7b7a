using System.Collections.Immutable;
using Tandem.Stripe;

namespace Tandem.Cli.Setup;

/// <summary>One thing that setup does, as data: what is shown before is what is done.</summary>
internal abstract record SetupStep
{
    private SetupStep()
    {
    }

    /// <summary>How it looks in a list of changes.</summary>
    public required char Glyph { get; init; }

    /// <summary>What is changed, for people.</summary>
    public required string What { get; init; }

    /// <summary>Why, or what follows; null when nothing has to be said.</summary>
    public string? Why { get; init; }

    /// <summary>What becomes different.</summary>
    public ImmutableArray<Difference> Differences { get; init; } = [];

    /// <summary>Settings are written to the file.</summary>
    public sealed record SaveSettings(ImmutableSortedDictionary<string, string> Values) : SetupStep
    {
        /// <summary>Whether a secret for Sanity's webhook is made up at that moment.</summary>
        public bool MakesSanitySecret { get; init; }
    }

    /// <summary>A Stripe endpoint is created, and its secret stored.</summary>
    public sealed record CreateEndpoint(WantedEndpoint Wanted) : SetupStep;

    /// <summary>A Stripe endpoint is changed.</summary>
    public sealed record ChangeEndpoint(string Id, WantedEndpoint Wanted, bool IsMarked) : SetupStep;

    /// <summary>A Stripe endpoint is deleted.</summary>
    public sealed record DeleteEndpoint(string Id) : SetupStep;

    /// <summary>A Sanity webhook is created.</summary>
    public sealed record CreateHook : SetupStep;

    /// <summary>A Sanity webhook is changed.</summary>
    public sealed record ChangeHook(string Id) : SetupStep;

    /// <summary>A Sanity webhook is deleted.</summary>
    public sealed record DeleteHook(string Id) : SetupStep;

    /// <summary>The private documents of the dataset are deleted.</summary>
    public sealed record DeletePrivateDocuments(int Count) : SetupStep;

    /// <summary>Our keys are taken out of the metadata of Stripe's objects.</summary>
    public sealed record ClearMetadata(int Count) : SetupStep;

    /// <summary>The mirrors are taken out of documents.</summary>
    public sealed record ClearMirrors(int Count) : SetupStep;
}

/// <summary>What becomes different in one place.</summary>
/// <param name="Name">The place.</param>
/// <param name="From">What stands there; null for nothing.</param>
/// <param name="To">What will; null for nothing.</param>
internal sealed record Difference(string Name, string? From, string? To);
