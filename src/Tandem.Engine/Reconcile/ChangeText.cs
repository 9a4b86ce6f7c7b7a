using Tandem.Core;

namespace Tandem.Engine;

/// <summary>Says a change in a sentence, for the journal, the log and the terminal.</summary>
public static class ChangeText
{
    /// <summary>The sentence; <paramref name="madeId"/> is the id that the vendor gave to a new object.</summary>
    public static string Of(Change change, string? madeId = null) => change switch
    {
        Change.Create made => $"{Noun(made)} {made.Id ?? madeId ?? "(new)"} created: {made.Reason}",
        Change.Update { Fields.IsEmpty: true } update => $"{Noun(update)} {update.Id} linked: {update.Reason}",
        Change.Update update => $"{Noun(update)} {update.Id}: {string.Join(", ", update.Fields)} ({update.Reason})",
        Change.Unflag unflag => $"updatedFromStripe cleared on {string.Join(", ", unflag.Ids)}",
        _ => change.Reason,
    };

    private static string Noun(Change change) => (change.Side, change.Kind) switch
    {
        (Side.Sanity, Kind.Product) => "product document",
        (Side.Sanity, Kind.Price) => "price document",
        (_, Kind.Product) => "product",
        _ => "price",
    };
}
