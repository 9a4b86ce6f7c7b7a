namespace Tandem.Store.Sqlite;

/// <summary>Moments as the database keeps them: whole milliseconds since 1970, UTC.</summary>
internal static class Moment
{
    /// <summary>The moment now, by the injected clock.</summary>
    public static long Milliseconds(this TimeProvider time) => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A stored moment.</summary>
    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
