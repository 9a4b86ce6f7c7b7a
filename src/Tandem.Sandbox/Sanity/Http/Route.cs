using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Tandem.Sandbox.Sanity;

/// <summary>A request, taken apart.</summary>
/// <param name="Request">The request.</param>
/// <param name="Version">The API version's date; <c>vX</c> counts as the newest, <c>v1</c> as the oldest.</param>
/// <param name="Segments">The path behind the version.</param>
/// <param name="Query">The parameters.</param>
/// <param name="Caller">Who calls.</param>
internal sealed record Route(SandboxRequest Request, DateOnly Version, ImmutableArray<string> Segments, QueryText Query, Caller Caller)
{
    /// <summary>From this version on, queries see published documents unless told otherwise.</summary>
    private static readonly DateOnly PublishedByDefault = new(2025, 2, 19);

    /// <summary>The perspective that a query gets.</summary>
    public Perspective Perspective => Perspective.Parse(Query.Find("perspective") ?? (Version >= PublishedByDefault ? "published" : "raw"));

    /// <summary>Takes a path apart; null when it starts with no version.</summary>
    public static (DateOnly Version, ImmutableArray<string> Segments)? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [['v', .. { Length: > 0 } version], ..])
        {
            return null;
        }

        var date = version switch
        {
            "X" => DateOnly.MaxValue,
            _ when DateOnly.TryParseExact(version, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given) => given,
            _ => DateOnly.MinValue,
        };
        return (date, [.. parts[1..]]);
    }

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="LakeRefusalException">It is none.</exception>
    public Value.Map Body() => BodyValue() as Value.Map ?? throw Refusals.Boom(400, "Bad Request", "The request body must be a JSON object");

    /// <summary>The body as JSON of any kind.</summary>
    /// <exception cref="LakeRefusalException">It is no JSON.</exception>
    public Value BodyValue()
    {
        try
        {
            return ValueJson.Parse(Request.Body.Span);
        }
        catch (JsonException fault)
        {
            throw Refusals.Boom(400, "Bad Request", $"Invalid JSON in request body: {fault.Message}");
        }
    }
}
