using System.Runtime.Versioning;

namespace Tandem.Cli.Doctor;

/// <summary>Who may read or write a file, where files have an owner and others.</summary>
[UnsupportedOSPlatform("windows")]
internal static class FileRights
{
    private const UnixFileMode Readers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Writers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Whether somebody else than its owner may read it.</summary>
    public static bool AreOpen(string file) => (File.GetUnixFileMode(file) & Readers) != UnixFileMode.None;

    /// <summary>Whether somebody else than its owner may read or write it.</summary>
    public static bool AreOpenToWriters(string file) => (File.GetUnixFileMode(file) & (Readers | Writers)) != UnixFileMode.None;
}
