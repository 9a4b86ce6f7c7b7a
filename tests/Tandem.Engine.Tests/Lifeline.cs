using Tandem.Sandbox;

namespace Tandem.Engine.Tests;

/// <summary>Lets a service die in the middle of a call: the call never returns, before or after the vendor has executed it.</summary>
public sealed class Lifeline
{
    private int _left = -1;
    private CallMoment _moment;
    private TaskCompletionSource _died = new();

    public Task Died => _died.Task;

    public void Arm(int call, CallMoment moment)
    {
        (_left, _moment, _died) = (call, moment, new TaskCompletionSource());
    }

    public void Disarm() => _left = -1;

    public HttpMessageHandler Through(HttpMessageHandler inner) => new Line(this) { InnerHandler = inner };

    private sealed class Line(Lifeline life) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
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
