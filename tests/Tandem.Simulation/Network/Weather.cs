using Tandem.Sandbox;

namespace Tandem.Simulation;

/// <summary>What becomes of one call on its way.</summary>
internal enum Mishap
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>429, with the vendor's hint when to come back or without.</summary>
    Throttled,

    /// <summary>500 or 503, nothing was executed.</summary>
    ErrorBefore,

    /// <summary>Executed, answered with 500.</summary>
    ErrorAfter,

    /// <summary>The connection breaks before the vendor has executed anything.</summary>
    CutBefore,

    /// <summary>Executed, then the connection breaks.</summary>
    CutAfter,

    /// <summary>Executed, and the answer ends in the middle of its JSON.</summary>
    Torn,

    /// <summary>On the wire for so long that its sender has given up; then it arrives all the same.</summary>
    Late,

    /// <summary>Executed, but the answer never arrives: the sender's own timeout must end the wait.</summary>
    NoAnswer,

    /// <summary>401 for a while: a key that is being rolled.</summary>
    Unauthorized,

    /// <summary>404 for an object that is there, once: a replica that lags.</summary>
    Missing,
}

/// <summary>How bad the network and the vendors are during one schedule; calm at its end.</summary>
internal sealed class Weather(Random random)
{
    private static readonly Mishap[] Mishaps = Enum.GetValues<Mishap>()[1..];

    private Mishap[] _possible = [];
    private double _chance;
    private int _unauthorized;
    private bool _hasMissed;

    /// <summary>How many calls met a mishap.</summary>
    public int Struck { get; private set; }

    /// <summary>Draws what can happen in this schedule: nothing, a little, or a storm of some kinds of mishap.</summary>
    public void Draw(Random swarm)
    {
        _possible = [.. Mishaps.Where(_ => swarm.Next(2) == 0)];
        _chance = _possible.Length == 0 ? 0 : swarm.Next(4) switch { 0 => 0, 1 => 0.02, 2 => 0.08, _ => 0.2 };
    }

    /// <summary>Nothing goes wrong any more.</summary>
    public void Calm() => _chance = _unauthorized = 0;

    /// <summary>What becomes of the next call.</summary>
    public Mishap Strike(SandboxRequest call)
    {
        if (_unauthorized > 0)
        {
            _unauthorized--;
            return Count(Mishap.Unauthorized);
        }

        if (_chance == 0 || random.NextDouble() >= _chance)
        {
            return Mishap.None;
        }

        var mishap = _possible[random.Next(_possible.Length)];
        if (mishap == Mishap.Missing && (_hasMissed || !(call.Method == "GET" && call.Path.StartsWith("/v1/pr", StringComparison.Ordinal) && call.Path.Count(c => c == '/') == 3)))
        {
            return Mishap.None;
        }

        // Two denials in a row would be a replica that contradicts itself for good: no client can tell that from a delete.
        _hasMissed |= mishap == Mishap.Missing;

        _unauthorized = mishap == Mishap.Unauthorized ? random.Next(4) : 0;
        return Count(mishap);
    }

    /// <summary>How long a call or an answer is on its way.</summary>
    public TimeSpan Way() => random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(1, 400)) : TimeSpan.Zero;

    /// <summary>When a late call arrives: after its sender's timeout, sometimes after its lease.</summary>
    public TimeSpan Late() => TimeSpan.FromSeconds(random.Next(31, 400));

    /// <summary>A fair coin.</summary>
    public bool Coin() => random.Next(2) == 0;

    private Mishap Count(Mishap mishap)
    {
        Struck++;
        return mishap;
    }
}
