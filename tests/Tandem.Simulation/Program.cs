using SQLitePCL;
using Tandem.Simulation;

// SQLite counts its memory under one lock, which threads with databases of their own would wait for. Counts only before anything is opened.
const int MemStatus = 9; // SQLITE_CONFIG_MEMSTATUS
raw.SetProvider(new SQLite3Provider_e_sqlite3());
if (raw.sqlite3_config(MemStatus, 0) != raw.SQLITE_OK)
{
    throw new InvalidOperationException("SQLite was used before it was configured.");
}

return Arguments.AreOurs(args) ? await Command.Run(args) : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
