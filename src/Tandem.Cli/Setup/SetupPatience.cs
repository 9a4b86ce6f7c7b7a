using Tandem.Engine;

namespace Tandem.Cli.Setup;

/// <summary>Asks a vendor again that did not answer, or asked for patience.</summary>
/// <param name="output">Told of each wait.</param>
/// <param name="time">The clock.</param>
internal sealed class SetupPatience(ISetupOutput output, TimeProvider time)
{
    private const int Tries = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private TimeSpan _wait = FirstWait;

    /// <summary>Asks until there is an answer, or an end of patience.</summary>
    public async Task<Outcome<T>> Ask<T>(Func<Task<Outcome<T>>> call, CancellationToken cancellation)
        where T : class
    {
        for (var tries = 1; ; tries++)
        {
            var outcome = await call();
            if (outcome.Fault is not (CatalogFault.Throttled or CatalogFault.Unavailable or CatalogFault.Unknown) || tries == Tries)
            {
                _wait = FirstWait;
                return outcome;
            }

            await Wait(outcome.Fault, cancellation);
        }
    }

    /// <summary>Waits before another look.</summary>
    public async Task Wait(CatalogFault fault, CancellationToken cancellation)
    {
        var wait = fault is CatalogFault.Throttled { RetryAfter: { } asked } ? asked : _wait;
        _wait = _wait * 2 < LongestWait ? _wait * 2 : LongestWait;
        output.Waits(fault, wait);
        await Task.Delay(wait, time, cancellation);
    }

    /// <summary>Whether no repetition will change it.</summary>
    public static bool IsFinal(CatalogFault fault) => fault is CatalogFault.Unauthorized or CatalogFault.Refused;
}
