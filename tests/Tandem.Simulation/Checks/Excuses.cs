namespace Tandem.Simulation;

/// <summary>What is openly unequal: parked and held products with their reasons, open conflicts, and the values that conflicts keep.</summary>
internal sealed class Excuses
{
    private readonly Universe _universe;
    private readonly Dictionary<string, string> _parked;
    private readonly HashSet<string> _conflicts;
    private readonly List<string> _kept;

    public Excuses(Universe universe)
    {
        _universe = universe;
        _parked = universe.Database.Texts("SELECT kind || ' ' || id || char(10) || parked_reason FROM work WHERE parked_since IS NOT NULL")
            .Concat(universe.Database.Texts("SELECT 'product ' || document_id || char(10) || object || ' ' || field || ' is held' FROM held"))
            .Select(line => line.Split('\n', 2)).GroupBy(parts => parts[0], StringComparer.Ordinal).ToDictionary(parts => parts.Key, parts => string.Join(' ', parts.Select(part => part[1])), StringComparer.Ordinal);
        _conflicts = [.. universe.Database.Texts("SELECT object || ' ' || field FROM conflict")];
        _kept = [.. universe.OldJournal, .. universe.Kept()];
    }

    /// <summary>Why a product waits for a person, or null.</summary>
    public string? Parked(string document) =>
        _parked.GetValueOrDefault($"product {document}") ?? _parked.Where(pair => pair.Key.EndsWith(":" + document, StringComparison.Ordinal)).Select(pair => pair.Value).FirstOrDefault();

    /// <summary>Whether an object's field, or the object as a whole, is in an open conflict.</summary>
    public bool InConflict(string pair, string field) => _conflicts.Contains($"{pair} *") || Names(field).Any(name => _conflicts.Contains($"{pair} {name}"));

    /// <summary>Whether a field may be unequal for now: its product is parked with a reason that names it, or a conflict is open.</summary>
    public bool Waits(string pair, string field)
    {
        if (InConflict(pair, field))
        {
            return true;
        }

        var owner = _universe.Ledger.Documents.GetValueOrDefault(pair)?.Product ?? pair;
        return InConflict(owner, "*") || Parked(owner) is not null || Parked(pair) is not null;
    }

    /// <summary>Whether an editor wants the object's product to be left alone.</summary>
    public bool IsLeftAlone(string pair)
    {
        var documents = _universe.Ledger.Documents;
        return documents.TryGetValue(pair, out var item) && (item.Product is { } product ? documents.GetValueOrDefault(product) : item) is { IsLeftAlone: true };
    }

    /// <summary>Whether a conflict in the journal keeps the value.</summary>
    public bool IsKept(Edit edit) => edit.Value is { } value
        ? _kept.Any(line => Mentions(line, value))
        : _kept.Any(line => Mentions(line, edit.Pair) && Names(edit.Field).Any(name => line.Contains(name, StringComparison.Ordinal)));

    /// <summary>Whether a conflict of that object's field in the journal keeps the value.</summary>
    public bool Keeps(string pair, string field, string? value) =>
        value is not null && _kept.Any(line => Mentions(line, pair) && Mentions(line, value) && Names(field).Any(name => line.Contains(name, StringComparison.Ordinal)));

    // What the product calls it: an amount may stand in tiers, or be what the customer may choose at least.
    private static string[] Names(string field) => field switch
    {
        "brand" => ["metadata.brand"],
        "also" => ["currency_options"],
        "unit_amount" => ["unit_amount", "tiers", "custom_unit_amount"],
        "scheme" => ["unit_amount", "tiers", "tiers_mode", "custom_unit_amount", "transform_quantity"],
        _ => [field],
    };

    private static bool Mentions(string line, string value)
    {
        for (var at = line.IndexOf(value, StringComparison.Ordinal); at >= 0; at = line.IndexOf(value, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsAsciiLetterOrDigit(line[at - 1])) && (at + value.Length == line.Length || !char.IsAsciiLetterOrDigit(line[at + value.Length])))
            {
                return true;
            }
        }

        return false;
    }
}
