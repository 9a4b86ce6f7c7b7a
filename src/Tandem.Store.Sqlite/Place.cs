namespace Tandem.Store.Sqlite;

/// <summary>Where a database lives: a file, or shared memory for tests and the simulator.</summary>
internal sealed record Place
{
    private Place(string name, bool isMemory)
    {
        Name = name;
        IsMemory = isMemory;
    }

    /// <summary>The full path, or the <c>file:</c> URI of a database in memory.</summary>
    public string Name { get; }

    /// <summary>Whether it lives in memory: then there is nothing to lock, and one connection does everything.</summary>
    public bool IsMemory { get; }

    /// <summary>Understands a path, <c>:memory:</c> or <c>file:NAME?mode=memory&amp;cache=shared</c>.</summary>
    public static Place Of(string database)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(database);
        if (database == ":memory:" || (database.StartsWith("file:", StringComparison.Ordinal) && database.Contains("mode=memory", StringComparison.Ordinal)))
        {
            return new Place(database, true);
        }

        return database.StartsWith("file:", StringComparison.Ordinal)
            ? throw new StoreRefusedException($"The database \"{database}\" is not understood: give a path, or a file: URI with mode=memory.")
            : new Place(Path.GetFullPath(database), false);
    }

    /// <summary>Refuses a file that is not there.</summary>
    /// <param name="what">What it was to be.</param>
    /// <param name="remedy">What helps, after a space; or nothing.</param>
    public void RequireFile(string what, string remedy)
    {
        if (!IsMemory && !File.Exists(Name))
        {
            throw new StoreRefusedException($"There is no {what} at {Name}.{remedy}");
        }
    }

    /// <summary>Makes the file if it is missing, readable and writable by its owner alone; SQLite gives its companions (-wal, -shm) the same mode.</summary>
    public void Prepare()
    {
        if (IsMemory)
        {
            return;
        }

        RequireFolder();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, UnixCreateMode = Owner };
        using (File.Open(Name, options))
        {
            File.SetUnixFileMode(Name, Owner);
        }
    }

    /// <summary>Refuses a folder that is not there, or on which SQLite's locks do not hold.</summary>
    public void RequireFolder()
    {
        var folder = Path.GetDirectoryName(Name)!;
        if (!Directory.Exists(folder))
        {
            throw new StoreRefusedException($"The folder {folder} of the database {Name} does not exist. Make it, or give another path.");
        }

        if (IsRemote(folder))
        {
            throw new StoreRefusedException($"The database {Name} is on a network file system, where SQLite's locks do not hold. Put it on a local disk.");
        }
    }

    private static bool IsRemote(string folder)
    {
        try
        {
            return new DriveInfo(folder).DriveType == DriveType.Network;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
