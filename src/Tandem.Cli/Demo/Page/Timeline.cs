using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;
using Tandem.Sandbox;

namespace Tandem.Cli.Demo;

/// <summary>Gathers what happens: the visitor's acts, the webhooks, the service's log and its journal.</summary>
internal sealed class Timeline
{
    private const int Kept = 400;
    private const int JournalPage = 100;

    private readonly Stage _stage;
    private readonly Lock _gate = new();
    private readonly List<TimelineItem> _items = [];
    private readonly List<(string Delivery, TimelineItem Item)> _unnamed = [];
    private readonly Dictionary<string, (string Type, string? Product, bool IsOwn)> _deliveries = new(StringComparer.Ordinal);
    private long _journal;

    /// <summary>Begins to listen.</summary>
    public Timeline(Stage stage)
    {
        _stage = stage;
        stage.Tandem.Said += line => Hear(line);
        stage.StandIns.SanityCourier.Attempted += (delivery, status) => Delivered(Side.Sanity, delivery, status);
        stage.StandIns.StripeCourier.Attempted += (delivery, status) => Delivered(Side.Stripe, delivery, status);
    }

    /// <summary>The newest lines, oldest first.</summary>
    public IReadOnlyList<TimelineItem> Items
    {
        get
        {
            lock (_gate)
            {
                return [.. _items.OrderBy(item => item.At)];
            }
        }
    }

    /// <summary>Notes something that happens now.</summary>
    public void Note(TimelineKind kind, Side? side, string? product, string text) =>
        Add(new TimelineItem(_stage.Clock.GetUtcNow(), kind, side, product, text));

    /// <summary>Reads what is new in the service's journal.</summary>
    public async Task ReadJournal(CancellationToken cancellation)
    {
        var entries = (await _stage.Journal(_journal, JournalPage, cancellation)).Reverse().ToList();
        _journal = entries.Count == 0 ? _journal : entries[^1].Number;
        foreach (var item in JournalLines.Of(_stage.StandIns, entries))
        {
            Add(item);
        }
    }

    private void Add(TimelineItem item)
    {
        lock (_gate)
        {
            _items.Add(item);
            if (_items.Count > Kept)
            {
                _items.RemoveAt(0);
            }
        }
    }

    private void Delivered(Side side, PendingDelivery delivery, int status)
    {
        var product = Subject.ProductOf(_stage.StandIns, side, delivery.Summary);
        if (status is < 200 or >= 300)
        {
            var why = status == 0 ? "the service does not answer" : $"the service answered {status}";
            Note(TimelineKind.Trouble, side, product, $"{string.Join(' ', delivery.Summary.Split(' ')[..^1])} could not be delivered: {why}; {side} will try again");
        }

        var words = delivery.Summary.Split(' ');
        var told = (string.Join(' ', words[..^1]), product, Subject.IsOurs(_stage.StandIns, side, delivery));
        lock (_gate)
        {
            if (_deliveries.Count >= Kept)
            {
                _deliveries.Clear();
                _unnamed.Clear();
            }

            _deliveries[delivery.Id] = told;
            foreach (var (_, item) in _unnamed.Where(waiting => waiting.Delivery == delivery.Id))
            {
                _items.Add(Named(item, told));
            }

            _unnamed.RemoveAll(waiting => waiting.Delivery == delivery.Id);
        }
    }

    private static TimelineItem Named(TimelineItem item, (string Type, string? Product, bool IsOwn) delivery) => item with
    {
        Kind = delivery.IsOwn ? TimelineKind.Echo : item.Kind,
        Product = delivery.Product,
        Text = delivery.Type,
        Reason = delivery.IsOwn ? "our own write comes back" : item.Reason,
    };

    private void Hear(string line)
    {
        if (!line.StartsWith('{') || Parsed(line) is not { } said || said.Text("category") is not { } category)
        {
            return;
        }

        var at = DateTimeOffset.TryParse(said.Text("time"), System.Globalization.CultureInfo.InvariantCulture, out var told) ? told : _stage.Clock.GetUtcNow();
        var properties = said["properties"] as JsonObject;
        if (category.StartsWith("Tandem.Webhooks.", StringComparison.Ordinal) && properties.Text("EventId") is { } delivery)
        {
            Acknowledged(at, category.EndsWith("Stripe", StringComparison.Ordinal) ? Side.Stripe : Side.Sanity, delivery, properties!);
        }
        else if (category == "Tandem.Engine" && said.Text("level") is "warning" or "error" && !said.Text("message")!.Contains("conflict", StringComparison.Ordinal))
        {
            Add(new TimelineItem(at, TimelineKind.Trouble, null, null, said.Text("message")!));
        }
        else if (properties.Number("Count") is > 0 && properties.Text("Side") is { } swept)
        {
            Add(new TimelineItem(at, TimelineKind.Hint, swept == "stripe" ? Side.Stripe : Side.Sanity, null, $"the sweep found {(properties.Number("Count") == 1 ? "1 change" : $"{properties.Number("Count")} changes")}"));
        }
    }

    // Who it is about is known only once the sender has told of its attempt, which may be a moment later.
    private void Acknowledged(DateTimeOffset at, Side side, string delivery, JsonObject properties)
    {
        var isKnown = properties.Text("Acceptance") is nameof(Acceptance.Echo) or nameof(Acceptance.Duplicate);
        var item = new TimelineItem(at, isKnown ? TimelineKind.Echo : TimelineKind.Hint, side, null, "", (double?)properties.Number("Milliseconds"))
        {
            Reason = isKnown ? "known already, nothing to do" : "safe on disk",
        };
        lock (_gate)
        {
            if (_deliveries.TryGetValue(delivery, out var known))
            {
                _items.Add(Named(item, known));
            }
            else
            {
                _unnamed.Add((delivery, item));
            }
        }
    }

    private static JsonObject? Parsed(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
