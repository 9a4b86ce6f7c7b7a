using System.Text.Json.Nodes;

namespace Tandem.Kill;

/// <summary>What many kills came to.</summary>
internal sealed class Totals
{
    private readonly SortedDictionary<Moment, int> _kills = [];
    private readonly SortedDictionary<string, int> _violations = new(StringComparer.Ordinal);
    private readonly List<double> _recoveries = [];

    /// <summary>How often the service was killed.</summary>
    public int Kills => _kills.Values.Sum();

    /// <summary>Points that no act reached.</summary>
    public int Missed { get; private set; }

    /// <summary>Webhooks that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Broken promises.</summary>
    public int Violations => _violations.Values.Sum();

    /// <summary>How often it was killed at such a moment.</summary>
    public int At(Moment moment) => _kills.GetValueOrDefault(moment);

    /// <summary>Adds a kill.</summary>
    public void Add(Trial trial)
    {
        _kills[trial.Point.Moment] = At(trial.Point.Moment) + 1;
        _recoveries.Add(trial.Recovery.TotalMilliseconds);
        foreach (var rule in trial.Violations.Select(violation => violation.Split(':')[0]))
        {
            _violations[rule] = _violations.GetValueOrDefault(rule) + 1;
        }
    }

    /// <summary>Adds a point that was not reached.</summary>
    public void Miss() => Missed++;

    /// <summary>Adds acknowledged webhooks.</summary>
    public void Acknowledge(int count) => Acknowledged += count;

    /// <summary>The numbers as a table for people.</summary>
    public string Print(TimeSpan took)
    {
        var lines = Numbers(took).Select(pair => $"{pair.Value,14:N0}  {pair.Name}").ToList();
        lines.AddRange(_kills.Select(pair => $"{pair.Value,14:N0}  killed {pair.Key}"));
        lines.Add($"{Violations,14:N0}  violations{(Violations == 0 ? "" : ": " + string.Join(", ", _violations.Select(pair => $"{pair.Key} {pair.Value}")))}");
        return string.Join('\n', lines);
    }

    /// <summary>The numbers for a program.</summary>
    public JsonObject Json(TimeSpan took)
    {
        var json = new JsonObject();
        foreach (var (name, value) in Numbers(took))
        {
            json[name] = Math.Round(value, 1);
        }

        json["violations"] = Violations;
        json["kills by moment"] = new JsonObject(_kills.Select(pair => KeyValuePair.Create(pair.Key.ToString(), (JsonNode?)pair.Value)));
        json["violations by rule"] = new JsonObject(_violations.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return json;
    }

    private IEnumerable<(string Name, double Value)> Numbers(TimeSpan took) =>
    [
        ("kills", Kills),
        ("points that were not reached", Missed),
        ("webhooks acknowledged", Acknowledged),
        ("lost", _violations.GetValueOrDefault("LOST DELIVERY")),
        ("duplicate prices", _violations.GetValueOrDefault("DUPLICATE PRICE")),
        ("unconverged", _violations.GetValueOrDefault("UNCONVERGED")),
        ("failed restarts", _violations.GetValueOrDefault("FAILED RESTART")),
        ("recovery p50, ms", Quantile(0.5)),
        ("recovery p95, ms", Quantile(0.95)),
        ("seconds", took.TotalSeconds),
    ];

    private double Quantile(double share) => _recoveries.Count == 0 ? 0 : _recoveries.Order().ElementAt((int)(share * (_recoveries.Count - 1)));
}
