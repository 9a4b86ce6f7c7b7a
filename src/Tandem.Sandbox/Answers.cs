using System.Collections.Frozen;
using System.Globalization;

namespace Tandem.Sandbox;

/// <summary>Answers that every stand-in knows.</summary>
public static class Answers
{
    /// <summary>The header that every answer of a stand-in carries, so that nobody takes it for the vendor.</summary>
    public const string MarkName = "Tandem-Sandbox";

    /// <summary>The value of <see cref="MarkName"/>.</summary>
    public const string MarkValue = "stand-in";

    /// <summary>The connection is cut without an answer.</summary>
    public static SandboxResponse Cut { get; } = new(0, FrozenDictionary<string, string>.Empty, ReadOnlyMemory<byte>.Empty);

    /// <summary>The same answer with the time of the world, as every web server tells it. https://www.rfc-editor.org/rfc/rfc9110#field.date</summary>
    public static SandboxResponse Dated(SandboxResponse answer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Status == 0 ? answer : answer with { Headers = new Dictionary<string, string>(answer.Headers) { ["Date"] = now.ToString("R", CultureInfo.InvariantCulture) } };
    }

    /// <summary>The same answer with a body that ends in the middle.</summary>
    public static SandboxResponse Torn(SandboxResponse answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer with { Body = answer.Body[..(answer.Body.Length / 2)] };
    }
}
