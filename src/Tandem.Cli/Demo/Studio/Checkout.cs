using Tandem.Server;

namespace Tandem.Cli.Demo;

/// <summary>The checkout that the program was built in: the sources of the Studio are there, not in the program.</summary>
internal static class Checkout
{
    /// <summary>Finds its root.</summary>
    /// <exception cref="StartRefusedException">The program runs from somewhere else.</exception>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new StartRefusedException("The Studio is built from a checkout of Tandem, and this program does not lie in one. Run ./tandem demo --studio in a checkout.");
    }
}
