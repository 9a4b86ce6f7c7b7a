using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Tandem.Sanity;

/// <summary>What came back for a call, with its body read.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Body">The body, or null when it is no sound JSON.</param>
internal sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, JsonElement? Body)
{
    /// <summary>Whether it is the success of a call and can be read.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>A header's first value.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
