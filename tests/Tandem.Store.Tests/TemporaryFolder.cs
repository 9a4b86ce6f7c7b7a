namespace Tandem.Store.Tests;

/// <summary>A folder that goes with its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tandem-store-").FullName;

    public string Database => System.IO.Path.Combine(Path, "tandem.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
