using System.Collections.Immutable;

namespace Tandem.Cards;

/// <summary>All cards, as they stand in the repository.</summary>
public static class Deck
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The paths of all cards, from the folder of cards, in order.</summary>
    public static ImmutableArray<string> Paths { get; } =
    [
        .. Directory.EnumerateFiles(Folder, "*.card", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    private static string Folder => Path.Combine(Root, "tests", "Tandem.Cards", "cards");

    /// <summary>Reads one card.</summary>
    public static Card Read(string path) => CardReader.Read(path, File.ReadAllText(Path.Combine(Folder, path)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The cards are played from inside the repository.");
        }

        return folder.FullName;
    }
}
