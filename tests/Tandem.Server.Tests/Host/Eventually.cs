namespace Tandem.Server.Tests.Host;

/// <summary>Waits for something that happens on real sockets and so takes a while.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task Is(Func<bool> condition, Func<string>? otherwise = null) => Is(() => Task.FromResult(condition()), otherwise);

    public static async Task Is(Func<Task<bool>> condition, Func<string>? otherwise = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"It never came true. {otherwise?.Invoke()}");
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
