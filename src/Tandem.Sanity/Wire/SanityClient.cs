using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>The calls of the Content Lake's HTTP API that the adapter needs. It retries nothing.</summary>
/// <remarks>
/// Queries name the raw perspective, since the default hides drafts; every call carries a tag that tells our traffic apart in Sanity's logs.
/// <see href="https://www.sanity.io/docs/http-reference"/>
/// </remarks>
internal sealed partial class SanityClient : IDisposable
{
    /// <summary>How many documents one read may name, as the official client has it.</summary>
    private const int IdsPerRead = 100;

    /// <summary>How many characters of ids one read may carry: addresses above some 11 KB are refused.</summary>
    private const int IdCharactersPerRead = 8_000;

    /// <summary>How far a look into the history goes back: a doubtful write is seconds old, or minutes.</summary>
    private const int TransactionsPerRead = 200;

    /// <summary>How we name ourselves.</summary>
    public static readonly string Agent = "tandem/" + (typeof(SanityClient).Assembly.GetName().Version?.ToString(3) ?? "0");

    private readonly SanityOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    /// <summary>A client of the options' dataset.</summary>
    /// <param name="options">Which dataset.</param>
    /// <param name="handler">Carries the calls instead of a socket; it stays the caller's.</param>
    /// <param name="clock">Measures the timeout.</param>
    public SanityClient(SanityOptions options, HttpMessageHandler? handler, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _http = new HttpClient(handler ?? Socket(), disposeHandler: handler is null)
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = options.ResponseLimit,
        };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("user-agent", Agent);
    }

    /// <summary>What Sanity's clock showed at the newest answer; null before there is one.</summary>
    public ClockReading? Clock { get; private set; }

    /// <summary>Reads documents by whole id, past every index and cache: what was written is seen at once.</summary>
    public async Task<Outcome<FoundDocuments>> Documents(IEnumerable<string> ids, Versions versions, string tag, CancellationToken cancellation)
    {
        var found = FoundDocuments.Nothing;
        foreach (var batch in Batches(ids))
        {
            var address = Address($"data/doc/{_options.Dataset}", string.Join(',', batch.Select(Uri.EscapeDataString)), tag) + (versions == Versions.All ? "&includeAllVersions=true" : "");
            var outcome = await Send(HttpMethod.Get, address, null, new Sending(Access.Read), cancellation);
            if (outcome.Fault is { } fault)
            {
                return fault;
            }

            if (FoundDocuments.Read(outcome.Value!.Body!.Value) is not { } page)
            {
                return SanityFaults.Malformed(Access.Read);
            }

            if (page.Hidden is { } hidden)
            {
                return SanityFaults.Hidden(hidden);
            }

            found = found.With(page);
        }

        return found;
    }

    /// <summary>Runs a query and gives the rows of its result.</summary>
    public async Task<Outcome<Rows>> Query(string groq, JsonObject parameters, string tag, CancellationToken cancellation)
    {
        var address = new StringBuilder(Address($"data/query/{_options.Dataset}", null, tag)).Append("&perspective=raw&returnQuery=false&query=").Append(Uri.EscapeDataString(groq));
        foreach (var (name, value) in parameters)
        {
            address.Append('&').Append(Uri.EscapeDataString("$" + name)).Append('=').Append(Uri.EscapeDataString(value?.ToJsonString() ?? "null"));
        }

        var outcome = await Send(HttpMethod.Get, address.ToString(), null, new Sending(Access.Read), cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        return outcome.Value!.Body!.Value.Get("result") is { ValueKind: JsonValueKind.Array } result
            ? new Rows([.. result.EnumerateArray()])
            : SanityFaults.Malformed(Access.Read);
    }

    /// <summary>The newest transactions that touched one of these documents, without what they changed; a bounded look back.</summary>
    /// <remarks><see href="https://www.sanity.io/docs/history-api"/>: an answer holds one JSON object in each line.</remarks>
    public async Task<Outcome<Rows>> History(IEnumerable<string> ids, CancellationToken cancellation)
    {
        var lines = ImmutableArray.CreateBuilder<JsonElement>();
        foreach (var batch in Batches(ids))
        {
            var address = Address($"data/history/{_options.Dataset}/transactions", string.Join(',', batch.Select(Uri.EscapeDataString)), "observe")
                + $"&excludeContent=true&reverse=true&limit={TransactionsPerRead}";
            var outcome = await Send(HttpMethod.Get, address, null, new Sending(Access.Read) { IsInLines = true }, cancellation);
            if (outcome.Fault is { } fault)
            {
                return fault;
            }

            lines.AddRange(outcome.Value!.Body!.Value.EnumerateArray());
        }

        return new Rows(lines.ToImmutable());
    }

    /// <summary>Executes mutations as one transaction of the given id: all or none, and only once for an id.</summary>
    /// <param name="mutations">The mutations in order.</param>
    /// <param name="token">The transaction's id.</param>
    /// <param name="fieldOf">Which field of the write holds a reference to a document, to name it when the reference is refused.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Outcome<Mutated>> Mutate(JsonArray mutations, string token, Func<string, string?> fieldOf, CancellationToken cancellation)
    {
        var body = new JsonObject { ["mutations"] = mutations, ["transactionId"] = token };
        var address = Address($"data/mutate/{_options.Dataset}", null, "write") + "&returnIds=true&returnDocuments=true&visibility=sync";
        var outcome = await Send(HttpMethod.Post, address, body, new Sending(Access.Write) { FieldOf = fieldOf }, cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        return outcome.Value! is { IsSuccess: true } answer
            ? Mutated.Read(answer.Body!.Value) is { } mutated ? mutated : SanityFaults.Malformed(Access.Write)
            : Mutated.Repeat(token);
    }

    /// <summary>Uploads a picture and gives the id of its asset. It follows from the content, so that a failed upload may be repeated.</summary>
    public async Task<Outcome<string>> Upload(Picture picture, string? name, CancellationToken cancellation)
    {
        using var content = new ReadOnlyMemoryContent(picture.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(picture.Type);
        var address = Address($"assets/images/{_options.Dataset}", null, "picture") + (name is null ? "" : $"&filename={Uri.EscapeDataString(name)}");
        var outcome = await Send(HttpMethod.Post, address, null, new Sending(Access.Read) { Content = content }, cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        return outcome.Value!.Body!.Value.Get("document")?.Text("_id") is { } id && PictureServer.IsAsset(id) ? id : SanityFaults.Malformed(Access.Read);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<Outcome<Answer>> Send(HttpMethod method, string address, JsonObject? body, Sending sending, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Token.Reveal());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
        request.Content = body is null ? sending.Content : new StringContent(body.ToJsonString(), Encoding.UTF8, MediaTypeNames.Application.Json);

        using var late = new CancellationTokenSource(_options.Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using var response = await _http.SendAsync(request, both.Token);
            Clock = response.Headers.Date is { } shown ? new ClockReading(shown, _clock.GetUtcNow()) : Clock;
            var bytes = await response.Content.ReadAsByteArrayAsync(both.Token);
            var answer = new Answer(response.StatusCode, response.Headers, sending.IsInLines ? StrictJson.ParseLines(bytes) : StrictJson.Parse(bytes));
            var isGood = (answer.IsSuccess && (sending.Form is null || answer.Body?.ValueKind == (sending.IsInLines ? JsonValueKind.Array : sending.Form)))
                || (sending.Access == Access.Write && SanityFaults.IsRepeat(answer));
            return isGood ? answer : answer.Status == HttpStatusCode.NotFound && sending.Missing is { } missing ? missing : Hidden(SanityFaults.Answered(answer, sending.Access, _clock.GetUtcNow(), sending.FieldOf));
        }
        catch (HttpRequestException exception)
        {
            return SanityFaults.Unanswered(exception, sending.Access);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SanityFaults.Late(sending.Access);
        }
    }

    // A proxy in between may answer with the headers that it was sent.
    private CatalogFault Hidden(CatalogFault fault) =>
        fault with { Message = _options.Token.Hide(fault.Message), RequestId = fault.RequestId is { } id ? _options.Token.Hide(id) : null };

    private string Address(string call, string? rest, string tag) =>
        $"{_options.Host}/v{_options.ApiVersion}/{call}{(rest is null ? "" : "/" + rest)}?tag=tandem.{tag}";

    private static IEnumerable<ImmutableArray<string>> Batches(IEnumerable<string> ids)
    {
        var batch = ImmutableArray.CreateBuilder<string>();
        var characters = 0;
        foreach (var id in ids)
        {
            if (batch.Count == IdsPerRead || characters + id.Length > IdCharactersPerRead)
            {
                yield return batch.DrainToImmutable();
                characters = 0;
            }

            batch.Add(id);
            characters += id.Length + 1;
        }

        if (batch.Count > 0)
        {
            yield return batch.DrainToImmutable();
        }
    }

    // Redirects are not followed: nothing of ours is elsewhere, and a token must not travel to where an answer points.
    private static SocketsHttpHandler Socket() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    };

    private sealed record Sending(Access Access)
    {
        public Func<string, string?> FieldOf { get; init; } = _ => null;

        public HttpContent? Content { get; init; }

        public bool IsInLines { get; init; }

        /// <summary>What the body of a success is; null when nothing is read from it.</summary>
        public JsonValueKind? Form { get; init; } = JsonValueKind.Object;

        /// <summary>What it means that there is no such thing, where that is not the project or the dataset.</summary>
        public CatalogFault? Missing { get; init; }
    }
}
