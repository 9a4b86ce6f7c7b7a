using System.Diagnostics;
using System.Globalization;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Store.Sqlite;

namespace Tandem.Benchmarks;

/// <summary>How many deliveries the store takes without HTTP: tells whether the disk and SQLite or the rest is what bounds acknowledgements.</summary>
internal static class StoreAlone
{
    private const int Writers = 32;
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(3);

    /// <summary>Deliveries a second.</summary>
    public static async Task<double> Rate(string root)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "artifacts", "bench", Path.GetRandomFileName())).FullName;
        var number = 0;
        var rate = 0.0;
        await using (var store = SqliteStore.Open(Path.Combine(folder, "tandem.db"), TimeProvider.System))
        {
            await Run(TimeSpan.FromSeconds(1));
            var (before, clock) = (number, Stopwatch.StartNew());
            await Run(Once);
            rate = (number - before) / clock.Elapsed.TotalSeconds;

            Task Run(TimeSpan time)
            {
                var running = Stopwatch.StartNew();
                return Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
                {
                    while (running.Elapsed < time)
                    {
                        await store.Accept(Next(Interlocked.Increment(ref number)), Verdict.News, CancellationToken.None);
                    }
                })));
            }
        }

        Directory.Delete(folder, recursive: true);
        return rate;
    }

    private static Delivery Next(int number) => new()
    {
        Connection = Connection.Default,
        Side = Core.Side.Stripe,
        Id = "evt_" + number.ToString(CultureInfo.InvariantCulture),
        Type = "product.updated",
        ReceivedAt = DateTimeOffset.UtcNow,
        Subject = new ObjectId(Core.Side.Stripe, Kind.Product, $"prod_{number % 20}"),
        Body = new byte[1200],
    };
}
