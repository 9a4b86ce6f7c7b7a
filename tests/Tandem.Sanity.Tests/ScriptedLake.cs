using System.Net;
using System.Text;

namespace Tandem.Sanity.Tests;

/// <summary>A Content Lake that says what a test tells it to, and remembers what it was asked.</summary>
internal sealed class ScriptedLake : HttpMessageHandler
{
    public const string Project = "abc123";

    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = [];

    private bool _isSilent;

    public List<(HttpMethod Method, Uri Address, string Body, string? Token)> Asked { get; } = [];

    public ScriptedLake Answers(string json, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) =>
        Answers(Encoding.UTF8.GetBytes(json), status, headers);

    public ScriptedLake Answers(byte[] body, HttpStatusCode status, params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new ByteArrayContent(body) };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });
        return this;
    }

    /// <summary>A read finds these documents, and proves that the others it asked for do not exist.</summary>
    public ScriptedLake Shows(params string[] documents)
    {
        _answers.Enqueue(request =>
        {
            var asked = request.RequestUri!.AbsolutePath.Split('/')[^1].Split(',');
            var omitted = asked.Where(id => !documents.Any(document => document.Contains($"\"_id\":\"{id}\"", StringComparison.Ordinal)));
            var reasons = omitted.Select(id => $$"""{"id":"{{id}}","reason":"existence"}""");
            return new HttpResponseMessage { Content = new StringContent($$"""{"documents":[{{string.Join(',', documents)}}],"omitted":[{{string.Join(',', reasons)}}]}""") };
        });
        return this;
    }

    /// <summary>A listener hears these events, and then the connection ends.</summary>
    public ScriptedLake Events(string events)
    {
        _answers.Enqueue(_ => new HttpResponseMessage { Content = new StringContent(events, Encoding.UTF8, "text/event-stream") });
        return this;
    }

    /// <summary>Nothing is answered, until the caller gives up.</summary>
    public ScriptedLake IsSilent()
    {
        _isSilent = true;
        return this;
    }

    public ScriptedLake Breaks(HttpRequestError error)
    {
        _answers.Enqueue(_ => throw new HttpRequestException(error));
        return this;
    }

    public SanityCatalog Catalog(TimeProvider? clock = null, Func<SanityOptions, SanityOptions>? with = null, SanitySchema? schema = null)
    {
        var options = new SanityOptions { Connection = "default", ProjectId = Project, Dataset = "production", Token = new("sk-very-secret") };
        return new SanityCatalog(with?.Invoke(options) ?? options, schema, clock ?? TimeProvider.System, this);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add((request.Method, request.RequestUri!, body, request.Headers.Authorization?.ToString()));
        if (_answers.TryDequeue(out var answer))
        {
            return answer(request);
        }

        if (!_isSilent)
        {
            throw new InvalidOperationException($"Nobody told what to answer to {request.RequestUri}.");
        }

        var silence = new TaskCompletionSource<HttpResponseMessage>();
        await using var ended = cancellationToken.Register(() => silence.TrySetCanceled(cancellationToken));
        return await silence.Task;
    }
}
