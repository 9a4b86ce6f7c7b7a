namespace Tandem.Core;

/// <summary>Why something waits for the word of a person.</summary>
internal static class Hold
{
    /// <summary>Both catalogues were populated when they met.</summary>
    public const string Older = "it is older than the connection, and both catalogues were populated when they met";

    /// <summary>The guard holds archives.</summary>
    public const string TooMany = "more products and prices were to be archived within a day than the guard lets through";
}
