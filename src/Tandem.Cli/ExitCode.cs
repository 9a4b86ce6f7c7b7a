namespace Tandem.Cli;

/// <summary>What the program's exit codes mean; scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Something failed.</summary>
    public const int Failed = 1;

    /// <summary>The command line, the settings or the database are not as they should be: nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Done, and something waits for a person.</summary>
    public const int NeedsPerson = 3;

    /// <summary>The service is not running, or a side has been failing for minutes: changes do not get through.</summary>
    public const int Standstill = 4;
}
