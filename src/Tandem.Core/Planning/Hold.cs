namespace Tandem.Core;

/// <summary>Why something waits for the word of a person.</summary>
internal static class Hold
{
    /// <summary>Both catalogues were populated when they met.</summary>
    public const string Older = "it is older than the connection, and both catalogues were populated when they met";

    /// <summary>Nothing waits: a person wants back what was agreed before.</summary>
    public const string Undone = "a person took it back to what was agreed before";

    /// <summary>The guard holds archives.</summary>
    public const string TooMany = "more products and prices were to be archived within a day than the guard lets through";
}
