using Tandem.Server;

namespace Tandem.Cli;

/// <summary>A plan file that is being written: it is there as a whole, or not at all.</summary>
internal sealed class PlanFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _draft;
    private readonly FileStream _stream;

    private PlanFile(string path)
    {
        (_path, _draft) = (path, path + ".new");
        _stream = new FileStream(_draft, FileMode.Create, FileAccess.Write);
        Document = new PlanDocument(_stream);
    }

    /// <summary>What takes the plan.</summary>
    public PlanDocument Document { get; }

    /// <summary>Begins a file.</summary>
    /// <exception cref="PlanRefusedException">It cannot be written there.</exception>
    public static PlanFile Create(string path)
    {
        try
        {
            return new PlanFile(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new PlanRefusedException($"The plan cannot be written to {path}: {wrong.Message}", wrong);
        }
    }

    /// <summary>Opens one that was kept.</summary>
    /// <exception cref="PlanRefusedException">It is not there, or cannot be read.</exception>
    public static FileStream Read(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new PlanRefusedException($"The plan cannot be read from {path}: {wrong.Message}", wrong);
        }
    }

    /// <summary>The plan is whole: from now on it is under its name.</summary>
    public void Keep()
    {
        Document.Dispose();
        _stream.Dispose();
        File.Move(_draft, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Document.Dispose();
        await _stream.DisposeAsync();
        File.Delete(_draft);
    }
}
