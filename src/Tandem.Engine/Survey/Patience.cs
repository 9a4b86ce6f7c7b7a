namespace Tandem.Engine;

/// <summary>Waits where a vendor asks for it or is out for a moment: whoever looks at a whole catalogue must not begin anew because of one call.</summary>
internal sealed class Patience(EngineOptions options, TimeProvider time, Random random)
{
    private const int Attempts = 6;

    /// <summary>Makes a call until it is answered, or fails in a way that waiting does not mend.</summary>
    public async Task<Outcome<T>> Try<T>(Func<Task<Outcome<T>>> call, CancellationToken cancellation)
        where T : class
    {
        for (var failed = 0; ; failed++)
        {
            var outcome = await call();
            TimeSpan? wait = outcome.Fault switch
            {
                CatalogFault.Throttled throttled => throttled.RetryAfter ?? MeteredCatalog.DefaultPause,
                CatalogFault.Unavailable when failed < Attempts => Backoff.After(failed, options, random),
                _ => null,
            };
            if (wait is null)
            {
                return outcome;
            }

            await Task.Delay(wait.Value, time, cancellation);
        }
    }
}
