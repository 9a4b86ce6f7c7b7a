using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Tandem.Engine;
using Tandem.Sandbox;

namespace Tandem.Stripe.Tests;

/// <summary>The simulator owns every continuation: the adapter and the SDK under it must never leave the scheduler that called them.</summary>
public sealed class SchedulerTests
{
    [Fact]
    [Trait("G", "26")]
    public void A_call_never_leaves_the_callers_scheduler()
    {
        using var shop = new Shop();
        var product = shop.Product();
        shop.Price(product, ("unit_amount", "100"));
        var pump = new Pump();
        using var network = new PostedHandler(new InProcessHandler(shop.World, shop.Clock), pump);
        using var catalog = StripeCatalog.Create(new StripeOptions { SecretKey = new Secret("sk_test_x") }, new FakeTimeProvider(), network);
        var threads = new HashSet<int>();

        pump.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                var seen = await catalog.Observe(new Question { ProductId = product, PriceIds = ["price_none"] }, default);
                threads.Add(Environment.CurrentManagedThreadId);
                Assert.Null(seen.Fault);
                await catalog.Apply(new Write($"t{round}", [Shop.Update(Core.Kind.Product, product, Shop.To("name", $"N{round}"))], []), default);
                threads.Add(Environment.CurrentManagedThreadId);
            }
        });

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
        Assert.Equal([Environment.CurrentManagedThreadId], network.Threads);
    }

    /// <summary>Answers later, from the pump, with no context of its own: as the simulator's network does.</summary>
    private sealed class PostedHandler(HttpMessageHandler next, Pump pump) : DelegatingHandler(next)
    {
        public HashSet<int> Threads { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<HttpResponseMessage>();
            pump.Post(_ => Answer(answer, request, cancellationToken), null);
            return answer.Task;
        }

        private void Answer(TaskCompletionSource<HttpResponseMessage> answer, HttpRequestMessage request, CancellationToken cancellation)
        {
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                Threads.Add(Environment.CurrentManagedThreadId);
                answer.SetResult(base.SendAsync(request, cancellation).GetAwaiter().GetResult());
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(context);
            }
        }
    }

    /// <summary>One thread, one queue.</summary>
    private sealed class Pump : SynchronizationContext
    {
        private readonly BlockingCollection<(SendOrPostCallback Act, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state) => _queue.Add((d, state));

        public void Run(Func<Task> work)
        {
            var before = Current;
            SetSynchronizationContext(this);
            try
            {
                var done = work();
                while (!done.IsCompleted)
                {
                    Assert.True(_queue.TryTake(out var next, TimeSpan.FromSeconds(30)), "A continuation left the scheduler for good.");
                    next.Act(next.State);
                }

                done.GetAwaiter().GetResult();
            }
            finally
            {
                SetSynchronizationContext(before);
            }
        }
    }
}
