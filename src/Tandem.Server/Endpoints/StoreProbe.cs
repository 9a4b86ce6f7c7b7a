using Tandem.Engine;

namespace Tandem.Server;

/// <summary>Proves that the store can commit, at most once a second however often somebody asks: a probe is a write.</summary>
internal sealed class StoreProbe(IStateStore store, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _at;
    private bool _isKnown;
    private string? _trouble;

    /// <summary>Null when it can, else what stands in its way.</summary>
    public async Task<string?> Try(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (!_isKnown || time.GetElapsedTime(_at) >= Validity)
            {
                _trouble = await Probe(cancellation);
                _at = time.GetTimestamp();
                _isKnown = true;
            }

            return _trouble;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<string?> Probe(CancellationToken cancellation)
    {
        try
        {
            await store.Probe(cancellation);
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Visible.Text(fault.Message);
        }
    }
}
