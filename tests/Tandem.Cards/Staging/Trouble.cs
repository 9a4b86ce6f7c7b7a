using Tandem.Sandbox;

namespace Tandem.Cards;

/// <summary>How cards name what a vendor answers when it has trouble.</summary>
public static class Trouble
{
    /// <summary>All of it.</summary>
    public const string Pattern = "429|409|500, not having done it|500, having done it|silence, not having done it|silence, having done it|half an answer";

    /// <summary>The fault of that name.</summary>
    public static CallFaultKind Kind(string text) => text switch
    {
        "429" => CallFaultKind.RateLimited,
        "409" => CallFaultKind.Conflict,
        "500, not having done it" => CallFaultKind.ErrorBeforeCommit,
        "500, having done it" => CallFaultKind.ErrorAfterCommit,
        "silence, not having done it" => CallFaultKind.CutBeforeCommit,
        "silence, having done it" => CallFaultKind.CutAfterCommit,
        "half an answer" => CallFaultKind.MalformedBody,
        _ => throw new FormatException(text),
    };
}
