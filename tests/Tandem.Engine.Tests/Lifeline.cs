using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>Lets a service die in the middle of a call: the call never returns, before or after the vendor has executed it.</summary>
public sealed class Lifeline
{
    private int _left = -1;
    private HeldCall? _held;
    private CallMoment _moment;
    private TaskCompletionSource _died = new();

    public Task Died => _died.Task;

    public void Arm(int call, CallMoment moment)
    {
        (_left, _moment, _died) = (call, moment, new TaskCompletionSource());
    }

    public void Disarm() => _left = -1;

    public HeldCall Hold(Func<HttpRequestMessage, bool> which) => _held = new HeldCall(which);

    public HttpMessageHandler Through(HttpMessageHandler inner) => new Line(this) { InnerHandler = inner };

    private sealed class Line(Lifeline life) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (life._held is { } held && held.Takes(request))
            {
                life._held = null;
                await held.Wait();

                // A call on the wire arrives, whatever its sender has given up meanwhile.
                try
                {
                    return await base.SendAsync(request, CancellationToken.None);
                }
                finally
                {
                    held.Arrived();
                }
            }

            var dies = life._left > 0 && --life._left == 0;
            if (dies && life._moment == CallMoment.BeforeExecute)
            {
                await Die();
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (dies)
            {
                await Die();
            }

            return answer;
        }

        private Task Die()
        {
            life._died.SetResult();
            return new TaskCompletionSource().Task;
        }
    }
}

/// <summary>A call that is held back on the wire until the test lets it go.</summary>
public sealed class HeldCall(Func<HttpRequestMessage, bool> which)
{
    private readonly TaskCompletionSource _reached = new();
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Reached => _reached.Task;

    /// <summary>Lets it go on; done once the vendor has carried it out, so that nothing that is done after that comes before it.</summary>
    public Task LetGo()
    {
        _go.SetResult();
        return _arrived.Task;
    }

    public void Arrived() => _arrived.SetResult();

    public bool Takes(HttpRequestMessage request) => which(request);

    public Task Wait()
    {
        _reached.TrySetResult();
        return _go.Task;
    }
}
