using System.Globalization;

namespace Tandem.Kill;

/// <summary>When the service is killed.</summary>
internal enum Moment
{
    /// <summary>A call of its has arrived at a vendor, which never executes it.</summary>
    BeforeExecuting,

    /// <summary>The vendor has executed a call and not answered yet.</summary>
    AfterExecuting,

    /// <summary>The vendor has answered a call.</summary>
    AfterReplying,

    /// <summary>It has just acknowledged a webhook.</summary>
    OnAcknowledgement,

    /// <summary>Half of a webhook's body has been sent to it.</summary>
    MidBody,

    /// <summary>Some milliseconds after the act.</summary>
    AtRandom,

    /// <summary>Some milliseconds after its very first start, when it makes its database.</summary>
    AtFirstStart,
}

/// <summary>One kill.</summary>
/// <param name="Act">Number of the act that the service is busy with.</param>
/// <param name="Moment">When.</param>
/// <param name="Count">Which call or webhook of the act, from 1; at random, how many milliseconds after it.</param>
internal sealed record KillPoint(int Act, Moment Moment, int Count)
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static KillPoint Parse(string text) =>
        text.Split(':') is [var act, var moment, var count]
        && int.TryParse(act, NumberStyles.None, CultureInfo.InvariantCulture, out var actNumber) && actNumber < Acts.Count
        && Enum.TryParse<Moment>(moment, out var named)
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new KillPoint(actNumber, named, number)
            : throw new FormatException($"{text} is no kill point; one looks like 4:AfterExecuting:3.");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Act}:{Moment}:{Count}");
}
