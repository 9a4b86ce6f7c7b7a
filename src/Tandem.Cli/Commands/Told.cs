using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>What the journal is told of an operator's acts.</summary>
internal static class Told
{
    /// <summary>A line of the journal.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="documentId">The product that it is about.</param>
    /// <param name="act">What was asked for.</param>
    public static JournalEntry Line(string connection, string documentId, string act) => new()
    {
        At = TimeProvider.System.GetUtcNow(), Connection = connection, DocumentId = documentId, Type = "operator", Text = $"{Environment.UserName} {act}",
    };

    /// <summary>A line about a piece of work; what is still to be routed is named by its object.</summary>
    public static JournalEntry Line(WorkKey key, string act) => Line(key.Connection, key.Id.Split(':')[^1], act);
}
