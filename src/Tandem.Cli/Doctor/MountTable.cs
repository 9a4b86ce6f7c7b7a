namespace Tandem.Cli.Doctor;

/// <summary>Which file system a path lies on, by Linux's table of mounts. <see href="https://man7.org/linux/man-pages/man5/proc_mounts.5.html"/></summary>
/// <param name="Mounts">Mount points with their types, in the table's order.</param>
internal sealed record MountTable(IReadOnlyList<(string Point, string Type)> Mounts)
{
    private const string File = "/proc/mounts";

    // Kinds of file systems that forget at a restart, that lie across a network, and that belong to a container.
    private static readonly HashSet<string> Memory = ["tmpfs", "ramfs"];
    private static readonly HashSet<string> Network = ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone"];
    private static readonly HashSet<string> Layers = ["overlay", "overlayfs", "aufs"];

    /// <summary>This machine's table; null where there is none.</summary>
    public static MountTable? OfThisMachine() => System.IO.File.Exists(File) ? Parse(System.IO.File.ReadAllText(File)) : null;

    /// <summary>Reads a table.</summary>
    public static MountTable Parse(string text) => new(
    [
        .. text.Split('\n').Select(line => line.Split(' ')).Where(parts => parts.Length >= 3).Select(parts => (Unescape(parts[1]), parts[2])),
    ]);

    /// <summary>The type of the file system that a whole path lies on; the last mount of a point hides those before.</summary>
    public string? TypeOf(string path) => Mounts.Index().Where(mount => IsBelow(path, mount.Item.Point)).OrderByDescending(mount => mount.Item.Point.Length).ThenByDescending(mount => mount.Index)
        .Select(mount => mount.Item.Type).FirstOrDefault();

    /// <summary>What is to be thought of a database on a file system of a type.</summary>
    public static Finding Judge(string? type, string folder) => type switch
    {
        null => Finding.Skipped("which file system this is cannot be told here"),
        _ when Memory.Contains(type) => Finding.Wrong($"{folder} is in memory ({type}): everything is forgotten at a restart of the machine."),
        _ when Network.Contains(type) => Finding.Wrong($"{folder} is on a network file system ({type}), where SQLite's locks and its write-ahead log do not hold."),
        _ when Layers.Contains(type) => Finding.Warning($"{folder} is in a container's own layer ({type}): it goes when the container is replaced."),
        _ => Finding.Good($"{folder} is on {type}"),
    };

    private static bool IsBelow(string path, string point) => point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal);

    // Blanks and backslashes are written as octal numbers.
    private static string Unescape(string text) => text.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
