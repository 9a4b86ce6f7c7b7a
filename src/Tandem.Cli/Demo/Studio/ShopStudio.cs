using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;

namespace Tandem.Cli.Demo;

/// <summary>The Studio of examples/studio-shop with the plugin in it, built to talk to a stand-in.</summary>
internal static class ShopStudio
{
    /// <summary>The host that the build carries.</summary>
    public const string Host = LocalCertificate.Host;

    /// <summary>The port that the build carries; the one that examples/studio-shop names.</summary>
    public const int Port = 4010;

    private static readonly SanityWorldOptions World = new();

    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["SANITY_STUDIO_API_HOST"] = $"https://{Host}:{Port}",
        ["SANITY_STUDIO_PROJECT_ID"] = World.ProjectId,
        ["SANITY_STUDIO_DATASET"] = World.Datasets[0],
    };

    /// <summary>Where the Studio looks for its API: the client puts the project in front of the host.</summary>
    public static Uri Api { get; } = new($"https://{World.ProjectId}.{Host}:{Port}");

    /// <summary>Installs and builds what is not up to date; gives the folder to serve.</summary>
    /// <param name="told">Told of each step that takes time, before it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Tandem.Server.StartRefusedException">It cannot be built here.</exception>
    public static async Task<string> Build(Action<string> told, CancellationToken cancellation)
    {
        var root = Checkout.Root();
        var studio = new NpmPackage(root, "examples/studio-shop", new NpmPackage(root, "studio"));
        await studio.Build(Variables, told, cancellation);
        return studio.Output;
    }
}
