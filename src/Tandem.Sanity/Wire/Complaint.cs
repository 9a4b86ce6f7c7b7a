using System.Text;
using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>What an error answer says, in whichever of its forms it came.</summary>
/// <param name="Type">The error's type, such as <c>documentRevisionIDDoesNotMatchError</c>.</param>
/// <param name="Text">The vendor's own sentence, cut and cleaned.</param>
/// <param name="Reference">The document that a reference misses.</param>
/// <param name="Permission">The right that the token lacks.</param>
internal sealed record Complaint(string? Type, string? Text, string? Reference, string? Permission)
{
    private const int TextLimit = 300;

    /// <summary>Reads the Content Lake's form (<c>error</c> is an object, its items say more) and the gateway's (<c>error</c> is a text).</summary>
    public static Complaint Of(JsonElement? body)
    {
        if (body is not { } answer || answer.Get("error") is not { } error)
        {
            return new Complaint(null, Clean(body?.Text("message")), null, null);
        }

        if (error.ValueKind != JsonValueKind.Object)
        {
            return new Complaint(answer.Text("errorCode"), Clean(answer.Text("message")), null, null);
        }

        // A transaction is named as a whole ("mutationError"); its first item says what was wrong with it.
        var item = error.Items("items").Select(entry => entry.Get("error")).OfType<JsonElement>().Select(Single).FirstOrDefault(entry => entry.Type is not null);
        var whole = Single(error);
        return item is null ? whole : item with { Text = item.Text ?? whole.Text };
    }

    private static Complaint Single(JsonElement error) =>
        new(error.Text("type"), Clean(error.Text("description")), error.Text("referenceID"), error.Text("permission"));

    private static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var clean = new StringBuilder();
        foreach (var rune in text.Trim().EnumerateRunes().Take(TextLimit))
        {
            clean.Append(Rune.IsControl(rune) ? new Rune(' ') : rune);
        }

        return clean.ToString();
    }
}
