using System.Net.Http.Headers;
using System.Net.Mime;
using System.Net.ServerSentEvents;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <content>Listening: one answer that never ends, as server-sent events.</content>
/// <remarks><see href="https://www.sanity.io/docs/listening-api"/>: the Content Lake sends a comment every now and then, and ends a listener after half an hour.</remarks>
internal sealed partial class SanityClient
{
    /// <summary>A connection that has been silent for longer is dead: no comment has come either.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    /// <summary>More than any event of ours, which carries no document.</summary>
    private const int LargestEvent = 1_000_000;

    /// <summary>Listens until the connection ends; tells of its greeting and of each event. Returns what ended it, or null for an orderly end.</summary>
    /// <param name="groq">What is listened for: only the filter counts.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="heard">Told when the connection stands, and of each event.</param>
    /// <param name="cancellation">Stops listening.</param>
    public async Task<CatalogFault?> Listen(string groq, JsonObject parameters, Func<Heard, Task> heard, CancellationToken cancellation)
    {
        // Only what queries find by then is told: who looks upon an event must not look too early.
        var query = string.Concat(parameters.Select(parameter => $"&{Uri.EscapeDataString("$" + parameter.Key)}={Uri.EscapeDataString(parameter.Value?.ToJsonString() ?? "null")}"));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, Address($"data/listen/{_options.Dataset}", null, "listen") + $"&visibility=query&includeMutations=false&includeResult=false&query={Uri.EscapeDataString(groq)}{query}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token.Reveal());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Text.EventStream));
        using var silent = new CancellationTokenSource(Silence, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silent.Token);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != MediaTypeNames.Text.EventStream)
            {
                return SanityFaults.Answered(new Answer(response.StatusCode, response.Headers, null), Access.Read, _clock.GetUtcNow(), _ => null);
            }

            await using var stream = new ListenedStream(await response.Content.ReadAsStreamAsync(both.Token), LargestEvent, () => silent.CancelAfter(Silence));
            await foreach (var happened in SseParser.Create(stream).EnumerateAsync(both.Token))
            {
                stream.Renew();
                if (happened.EventType is "disconnect" or "channelError")
                {
                    return SanityFaults.Hushed;
                }

                await heard(happened.EventType == "mutation" ? Read(happened.Data) : Heard.Something);
            }

            return null;
        }
        catch (HttpRequestException exception)
        {
            return SanityFaults.Unanswered(exception, Access.Read);
        }
        catch (IOException)
        {
            return SanityFaults.Hushed;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SanityFaults.Late(Access.Read);
        }
    }

    // A greeting, a reset or an event that is not understood says that something may have changed; so does one about a draft that a filter let through.
    private static Heard Read(string data)
    {
        try
        {
            using var told = JsonDocument.Parse(data);
            return told.RootElement is { ValueKind: JsonValueKind.Object } mutation && SanityId.Parse(mutation.Text("documentId")) is SanityId.Published id
                ? new Heard(id.Whole, mutation.Text("resultRev") ?? mutation.Text("transactionId"))
                : Heard.Something;
        }
        catch (JsonException)
        {
            return Heard.Something;
        }
    }
}
