using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Sandbox.Sanity;

namespace Tandem.Simulation;

/// <summary>The people of a schedule: they choose among what they see, and what they do is theirs (an edit), unless a vendor refuses it.</summary>
internal abstract class Crowd(Universe universe)
{
    protected Universe Universe => universe;

    /// <summary>Does something as a person; false when the vendor refused it or there was nothing to do it to.</summary>
    protected bool Act(string what, Action act, Func<string, string, bool>? meant = null)
    {
        universe.Note($"PERSON {what}");
        var isDone = true;
        try
        {
            act();
        }
        catch (Exception refused) when (refused is SanityRefusedException or InvalidOperationException)
        {
            universe.Note($"  refused: {refused.Message}");
            isDone = false;
        }

        universe.Observe(() =>
        {
            universe.Ledger.Look(isPerson: true, meant);
            universe.Sellable.Wish();
        });
        return isDone;
    }

    /// <summary>One of several, or null when there is none.</summary>
    protected static T? Pick<T>(Random random, IEnumerable<T> choices)
        where T : class
    {
        var all = choices.ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    /// <summary>A text that no other field of the schedule has.</summary>
    protected string NewText(string field) => $"{field}-{universe.Unique()}";

    /// <summary>A value that the field had before, or a new one.</summary>
    protected string Returned(Random random, string pair, string field) =>
        Pick(random, universe.Ledger.Of(pair, field).Select(edit => edit.Value).OfType<string>()) ?? NewText(field);

    protected IEnumerable<Item> Documents(Kind kind) => universe.Ledger.Documents.Values.Where(item => item.Kind == kind);

    protected IEnumerable<Item> Objects(Kind kind) => universe.Ledger.Objects.Values.Where(item => item.Kind == kind);

    protected static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
