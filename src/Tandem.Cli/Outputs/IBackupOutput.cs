using Tandem.Store.Sqlite;

namespace Tandem.Cli;

/// <summary>Shows copies of the database.</summary>
internal interface IBackupOutput
{
    /// <summary>A copy was written.</summary>
    void Taken(BackupFacts facts);

    /// <summary>A copy was looked at and may be restored.</summary>
    /// <param name="facts">What is in it.</param>
    /// <param name="database">What it is to be put in the place of.</param>
    /// <param name="isThere">Whether there is a database.</param>
    void Seen(BackupFacts facts, string database, bool isThere);

    /// <summary>A copy is in its place.</summary>
    void Restored(Restoration done);
}
