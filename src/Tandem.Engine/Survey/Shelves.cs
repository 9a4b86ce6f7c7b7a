using System.Collections.Immutable;

namespace Tandem.Engine;

/// <summary>Both shelves of Stripe's lists of one kind as one, newest first, a page ahead of whoever reads. A fault ends it.</summary>
/// <typeparam name="T">What is listed.</typeparam>
internal sealed class Shelves<T>(Func<Shelf, string?, Task<Outcome<ViewPage>>> page, Func<ViewPage, ImmutableArray<T>> items, Func<T, DateTimeOffset?> madeAt)
    where T : class
{
    private readonly Row[] _rows = [new(page, items, Shelf.Sale), new(page, items, Shelf.Archive)];

    /// <summary>What ended it, if something did.</summary>
    public CatalogFault? Fault => _rows.Select(row => row.Fault).FirstOrDefault(fault => fault is not null);

    /// <summary>The newest that was not taken yet; null after the last one.</summary>
    public async Task<T?> Peek() => (await Newest())?.Waiting.Peek();

    /// <summary>Takes what <see cref="Peek"/> shows.</summary>
    public async Task Take() => (await Newest())?.Waiting.Dequeue();

    private async Task<Row?> Newest()
    {
        Row? newest = null;
        foreach (var row in _rows)
        {
            await row.Fill();
            if (Fault is not null)
            {
                return null;
            }

            newest = row.Waiting.Count > 0 && (newest is null || MadeAt(row) > MadeAt(newest)) ? row : newest;
        }

        return newest;
    }

    private DateTimeOffset MadeAt(Row row) => madeAt(row.Waiting.Peek()) ?? DateTimeOffset.MinValue;

    private sealed class Row(Func<Shelf, string?, Task<Outcome<ViewPage>>> page, Func<ViewPage, ImmutableArray<T>> items, Shelf shelf)
    {
        private Task<Outcome<ViewPage>>? _next = page(shelf, null);

        public Queue<T> Waiting { get; } = [];

        public CatalogFault? Fault { get; private set; }

        public async Task Fill()
        {
            while (Waiting.Count == 0 && _next is not null)
            {
                var outcome = await _next;
                _next = null;
                if (outcome.Fault is { } fault)
                {
                    Fault = fault;
                    return;
                }

                foreach (var item in items(outcome.Value!))
                {
                    Waiting.Enqueue(item);
                }

                _next = outcome.Value!.Cursor is { } cursor ? page(shelf, cursor) : null;
            }
        }
    }
}
