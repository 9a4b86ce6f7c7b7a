using System.Collections.Immutable;
using Tandem.Core;
using Tandem.Sanity;

namespace Tandem.Server;

/// <summary>What a mapping may say of a field. Used by the reader of <c>tandem.json</c> and by the documents that are made of it.</summary>
public static class MappingLimits
{
    /// <summary>The words for directions.</summary>
    public static ImmutableArray<(string Word, Direction Value)> Directions { get; } =
        [("both", Direction.Both), ("toStripe", Direction.ToStripe), ("toSanity", Direction.ToSanity), ("off", Direction.Off)];

    /// <summary>The words for who wins a conflict.</summary>
    public static ImmutableArray<(string Word, Winner Value)> Winners { get; } =
        [("sanity", Winner.Sanity), ("stripe", Winner.Stripe), ("ask", Winner.Ask)];

    /// <summary>The most pixels in one direction that are asked of Sanity's picture server.</summary>
    public const int MostPixels = 8_192;

    /// <summary>The most hosts from which pictures may be fetched.</summary>
    public const int MostHosts = 20;

    /// <summary>The most characters of a host's name.</summary>
    public const int LongestHost = 253;

    /// <summary>The name of a host: at least two labels, and the last begins with a letter, as no IP address in any spelling does.</summary>
    public const string HostPattern = "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$";

    /// <summary>The forms in which documents may hold a field, by their words; none where there is only the usual one.</summary>
    public static ImmutableArray<(string Word, FieldShape Value)> Forms(SanityField held)
    {
        ArgumentNullException.ThrowIfNull(held);
        return held.Shape switch
        {
            FieldShape.Amount or FieldShape.MajorAmount => [("minorUnits", FieldShape.Amount), ("majorUnits", FieldShape.MajorAmount)],
            FieldShape.Text or FieldShape.RichText or FieldShape.Slug or FieldShape.Image when held.Missing is null =>
                [("text", FieldShape.Text), ("portableText", FieldShape.RichText), ("slug", FieldShape.Slug), ("imageUrl", FieldShape.Image)],
            FieldShape.Text or FieldShape.RichText => [("text", FieldShape.Text), ("portableText", FieldShape.RichText)],
            _ => [],
        };
    }

    /// <summary>What else may be said of a field, as the end of a sentence.</summary>
    internal static string More(SanityField held)
    {
        string[] more =
        [
            .. held.Companion is null ? Array.Empty<string>() : ["decimal"],
            .. Forms(held).IsEmpty ? Array.Empty<string>() : ["as"],
            .. held.Shape is FieldShape.Images or FieldShape.Image ? (string[])["width", "height", "format"] : [],
            .. held.Shape is FieldShape.Images ? (string[])["download"] : [],
        ];
        return more.Length == 0 ? "" : $", and {string.Join(", ", more)}";
    }

    /// <summary>Whether a field can only travel both ways: what neither side can be without, what makes a price what it is, and what decides whether something is sold.</summary>
    public static bool IsBound(FieldRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Permanence != Permanence.None || rule.Field is FieldNames.Name or FieldNames.Active or FieldNames.DefaultPrice or FieldNames.LookupKey;
    }

    /// <summary>Why a rule cannot be obeyed; null when it can.</summary>
    public static string? Problem(FieldRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Direction switch
        {
            Direction.Both => null,
            Direction.Off when IsBound(rule) => $"cannot be left alone: {Why(rule)}.",
            _ when IsBound(rule) => $"can only travel both ways: {Why(rule)}.",
            _ => null,
        };
    }

    private static string Why(FieldRule rule) => rule switch
    {
        { Permanence: not Permanence.None } => "it is part of what a price is",
        { Field: FieldNames.Name } => "neither side has products without a name",
        _ => "both sides must know what is sold",
    };
}
