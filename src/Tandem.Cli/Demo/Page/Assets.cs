using System.Collections.Frozen;

namespace Tandem.Cli.Demo;

/// <summary>The page's files, which travel inside the program.</summary>
internal static class Assets
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["demo.css"] = "text/css; charset=utf-8",
        ["demo.js"] = "text/javascript; charset=utf-8",
        ["studio.css"] = "text/css; charset=utf-8",
        ["studio.js"] = "text/javascript; charset=utf-8",
        ["tandem.svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    /// <summary>A file, or null when there is no such one.</summary>
    public static (string Type, string Text)? Find(string name)
    {
        if (!Types.TryGetValue(name, out var type))
        {
            return null;
        }

        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return (type, reader.ReadToEnd());
    }
}
