using System.Globalization;
using System.Text.Json.Nodes;

namespace Tandem.Simulation;

/// <summary>What many schedules came to.</summary>
internal sealed class Totals
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _violations = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _operations = new(StringComparer.Ordinal);

    /// <summary>How many schedules broke a promise.</summary>
    public int Failures => _violations.Values.Sum();

    /// <summary>One of the numbers.</summary>
    public long this[string name] => _numbers.GetValueOrDefault(name);

    /// <summary>Adds a schedule.</summary>
    public void Add(Outcome outcome)
    {
        var universe = outcome.Universe;
        lock (_gate)
        {
            Count("schedules", 1);
            Count("operations", outcome.Schedule.Operations.Length);
            Count("steps", universe.Scheduler.Steps);
            Count("edits", outcome.Verdicts.Edits);
            Count("edits shown on both sides", outcome.Verdicts.Shown);
            Count("edits replaced by a later one", outcome.Verdicts.Replaced);
            Count("edits kept in a conflict", outcome.Verdicts.Kept);
            Count("edits that wait for a person", outcome.Verdicts.Waiting);
            Count("edits of what is gone", outcome.Verdicts.Gone);
            Count("edits undone or stale", outcome.Verdicts.Lenient);
            foreach (var edit in universe.Ledger.Edits)
            {
                Count($"edits of {edit.Field}", 1);
            }

            foreach (var price in universe.Ledger.Objects.Values.Where(price => price.Kind == Core.Kind.Price))
            {
                Count($"prices {WayOf(price)}", 1);
            }

            Count("products left alone", universe.Ledger.Documents.Values.Count(item => item.IsLeftAlone));
            Count($"schedules with the {universe.Setting.Layout.Name} layout", 1);
            Count($"schedules with a field that travels {universe.Setting.Travels("description")}", 1);
            Count("call faults", universe.Weather.Struck);
            Count("webhooks delivered", universe.Postman.Delivered);
            Count("webhooks dropped", universe.Postman.Dropped);
            Count("crashes", Math.Max(0, universe.Crashes - 1));
            Count("reads", universe.Reads);
            Count("writes", universe.Writes);
            Count("passes", universe.Passes);
            Count("products", universe.Products);
            Count("simulated minutes", universe.Scheduler.Clock.Ticks / TimeSpan.TicksPerMinute);
            foreach (var operation in outcome.Schedule.Operations)
            {
                _operations[operation.Name] = _operations.GetValueOrDefault(operation.Name) + 1;
            }

            if (outcome.Violation is { } violation)
            {
                _violations[violation.Rule] = _violations.GetValueOrDefault(violation.Rule) + 1;
            }
        }
    }

    private static string WayOf(Item price) => (price["scheme"], price["also"]) switch
    {
        ("chosen", _) => "chosen by the customer",
        ({ } scheme, _) when scheme.StartsWith("by ", StringComparison.Ordinal) => "in packages",
        (not null, not null) => "in tiers, and in another currency too",
        (not null, _) => "in tiers",
        (_, not null) => "in another currency too",
        _ => "by the unit",
    };

    /// <summary>Adds a second run of a schedule.</summary>
    public void AddReplay(bool isEqual)
    {
        lock (_gate)
        {
            Count("replays", 1);
            Count("replays that differ", isEqual ? 0 : 1);
            if (!isEqual)
            {
                _violations["DIFFERENT REPLAY"] = _violations.GetValueOrDefault("DIFFERENT REPLAY") + 1;
            }
        }
    }

    /// <summary>The numbers as a table for people.</summary>
    public string Print(TimeSpan took)
    {
        var lines = _numbers.Select(pair => $"{pair.Value,14:N0}  {pair.Key}").ToList();
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Days,14:N1}  simulated days"));
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Ratio("passes", "products"),14:N2}  passes per key"));
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{Ratio("writes", "edits"),14:N2}  writes per edit"));
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds / Math.Max(1, this["schedules"]),14:N2}  milliseconds per schedule (wall clock)"));
        lines.Add($"{Failures,14:N0}  violations{(Failures == 0 ? "" : ": " + string.Join(", ", _violations.Select(pair => $"{pair.Key} {pair.Value}")))}");
        return string.Join('\n', lines);
    }

    /// <summary>The numbers for a program.</summary>
    public JsonObject Json(TimeSpan took)
    {
        var json = new JsonObject { ["seconds"] = Math.Round(took.TotalSeconds, 1), ["violations"] = Failures };
        foreach (var (name, value) in _numbers)
        {
            json[name] = value;
        }

        json["simulated days"] = Math.Round(Days, 1);
        json["passes per key"] = Math.Round(Ratio("passes", "products"), 2);
        json["writes per edit"] = Math.Round(Ratio("writes", "edits"), 2);
        json["violations by rule"] = new JsonObject(_violations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        json["operations by name"] = new JsonObject(_operations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return json;
    }

    /// <summary>Operations that no schedule had.</summary>
    public IEnumerable<string> Unused() => Operation.Table.Select(entry => entry.Name).Where(name => !_operations.ContainsKey(name));

    private double Days => this["simulated minutes"] / (24.0 * 60);

    private double Ratio(string one, string other) => (double)this[one] / Math.Max(1, this[other]);

    private void Count(string name, long by) => _numbers[name] = this[name] + by;
}
