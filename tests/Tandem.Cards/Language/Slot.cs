using System.Collections.Immutable;

namespace Tandem.Cards;

/// <summary>What may stand in a slot of a sentence.</summary>
/// <param name="Name">The sort's name.</param>
/// <param name="Pattern">Its regular expression.</param>
public sealed record Slot(string Name, string Pattern)
{
    /// <summary>How products and prices are named: <c>mug</c>, <c>mug-eur</c>, <c>the 12.00 EUR price of mug</c>, <c>the "Overseas" price of mug</c>.</summary>
    public const string Thing = $"[a-z][a-z0-9-]*|the ({Amount.Pattern}|\"[^\"]+\") price of [a-z][a-z0-9-]*";

    private static readonly ImmutableArray<Slot> All =
    [
        new("id", "[a-z][a-z0-9-]*"),
        new("thing", Thing),
        new("fields", ".+"),
        new("step", ".+"),
        new("json", @"\{.*\}"),
        new("field", string.Join('|', FieldWords.Names)),
        new("value", "\"[^\"]*\"|nothing|[a-z0-9-]+"),
        new("text", "\"[^\"]+\""),
        new("count", "[0-9]+"),
        new("time", "[0-9]+ (second|minute|hour|day)s?"),
        new("vendor", "Sanity|Stripe"),
        new("judge", "Sanity|Stripe|a person"),
        new("call", Calls.Pattern),
        new("trouble", Trouble.Pattern),
        new("origin", "forged|stale|foreign|genuine"),
        new("reception", "refused|set aside|taken"),
        new("moment", "before|after"),
        new("wish", "send|fetch|release|refuse"),
        new("state", "in step|pending|conflict|held|error|off"),
        new("outcome", "done|nothing to do|refused|held|failed|expired"),
    ];

    /// <summary>The sort of that name.</summary>
    public static Slot Of(string name) => All.Single(slot => slot.Name == name);

    /// <summary>What is wrong with a text of this sort that matched its pattern, or null.</summary>
    public string? Problem(string text) => Name switch
    {
        "fields" => FieldWords.Problem(text),
        "step" => Sentences.Find(text) switch
        {
            { Problem: { } problem } => problem,
            { Sentence.Role: not Role.Person } => $"Only what a person does can happen in between, not \"{text}\".",
            _ => null,
        },
        _ => null,
    };
}
