namespace Tandem.Cli.Demo;

/// <summary>A folder for the demo's database that is gone when the demo is over.</summary>
internal sealed class ThrowawayFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("tandem-demo-").FullName;

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // Something still looks at the database (on Windows that keeps the file): the system's own clearing takes it.
        }
    }
}
