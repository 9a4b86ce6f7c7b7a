using Tandem.Sandbox;

namespace Tandem.Studio.Harness;

/// <summary>The Studio of examples/studio-shop with the plugin in it, built to talk to a stand-in.</summary>
internal static class ShopStudio
{
    /// <summary>The host that the build carries; a browser is told where it really is.</summary>
    public const string Host = LocalCertificate.Host;

    // The port only keeps the address apart from others; it is the one that examples/studio-shop names.
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["SANITY_STUDIO_API_HOST"] = $"https://{Host}:4010",
        ["SANITY_STUDIO_PROJECT_ID"] = "standin1",
        ["SANITY_STUDIO_DATASET"] = "production",
    };

    /// <summary>Installs and builds what is not up to date; gives the folder to serve.</summary>
    public static async Task<string> Build()
    {
        var studio = new NpmPackage("examples/studio-shop", new NpmPackage("studio"));
        await studio.Build(Variables);
        return studio.Output;
    }

    /// <summary>The same as a program: installing takes minutes, which are not the tests' own.</summary>
    /// <returns>0, or 1 after one line that says why not.</returns>
    public static async Task<int> Prepare()
    {
        try
        {
            await Build();
            return 0;
        }
        catch (Exception failed) when (failed is InvalidOperationException or TimeoutException or IOException)
        {
            await Console.Error.WriteLineAsync($"studio: {failed.Message}");
            return 1;
        }
    }
}
