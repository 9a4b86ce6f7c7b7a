using System.Text.RegularExpressions;

namespace Tandem.Cards;

/// <summary>What stands in the slots of one line.</summary>
public sealed class Words(Match match, IReadOnlyDictionary<string, Slot> slots)
{
    /// <summary>The text in a slot.</summary>
    public string this[string slot] => match.Groups[slot].Value;

    /// <summary>The text between the quotation marks in a slot.</summary>
    public string Quoted(string slot) => this[slot].Trim('"');

    /// <summary>The number in a slot.</summary>
    public int Count(string slot = "count") => int.Parse(this[slot]);

    /// <summary>The span of time in a slot.</summary>
    public TimeSpan Time(string slot = "time") => this[slot].Split(' ') is [var count, var unit]
        ? int.Parse(count) * unit.TrimEnd('s') switch
        {
            "second" => TimeSpan.FromSeconds(1),
            "minute" => TimeSpan.FromMinutes(1),
            "hour" => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        }
        : throw new FormatException(this[slot]);

    /// <summary>The field's canonical name in a slot.</summary>
    public string Field => FieldWords.Canonical(this["field"]);

    /// <summary>Whether a slot speaks of Stripe.</summary>
    public bool IsStripe => this["vendor"] == "Stripe";

    /// <summary>The fields in a slot.</summary>
    public IReadOnlyList<Said> Fields(Cast cast) => FieldWords.Read(this["fields"], cast);

    /// <summary>What is wrong with the text in a slot, or null.</summary>
    public string? Problem => slots.Select(slot => slot.Value.Problem(this[slot.Key])).FirstOrDefault(problem => problem is not null);
}
