namespace Tandem.Server;

/// <summary>Keeps a flood of forged requests from filling the disk with log lines: so many a second, the rest is counted.</summary>
internal sealed class LogQuota
{
    /// <summary>How many lines a second.</summary>
    public const int ASecond = 20;

    private readonly Lock _gate = new();
    private long _second;
    private int _said;
    private int _unsaid;

    /// <summary>Whether one more line may be written now.</summary>
    /// <param name="unsaid">How many were not written since the last one that was.</param>
    public bool Take(out int unsaid)
    {
        // Ticks of the machine, not of a clock that tests move: this is about the disk.
        var second = Environment.TickCount64 / 1000;
        lock (_gate)
        {
            if (second != _second)
            {
                (_second, _said) = (second, 0);
            }

            unsaid = _unsaid;
            if (_said == ASecond)
            {
                _unsaid++;
                return false;
            }

            _said++;
            _unsaid = 0;
            return true;
        }
    }
}
