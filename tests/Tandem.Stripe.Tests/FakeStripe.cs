using System.Net;
using System.Text;
using Tandem.Engine;

namespace Tandem.Stripe.Tests;

/// <summary>A wire whose answers a test writes by hand, and which remembers what was sent.</summary>
internal sealed class FakeStripe(Func<Sent, Reply> answer) : HttpMessageHandler
{
    public List<Sent> Requests { get; } = [];

    public Sent Only => Assert.Single(Requests);

    public static FakeStripe Always(Reply reply) => new(_ => reply);

    public static FakeStripe Throwing(Exception thrown) => new(_ => throw thrown);

    public StripeCatalog Catalog(Func<StripeOptions, StripeOptions>? change = null, TimeProvider? time = null)
    {
        var options = new StripeOptions { SecretKey = new Secret("sk_test_canary123"), ApiBase = new Uri("https://stripe.test/") };
        return StripeCatalog.Create(change?.Invoke(options) ?? options, time ?? TimeProvider.System, this);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var sent = new Sent(request.Method.Method, request.RequestUri!, body, request.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)));
        Requests.Add(sent);
        var reply = answer(sent);
        if (reply.Hangs)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        var response = new HttpResponseMessage((HttpStatusCode)reply.Status) { Content = new StringContent(reply.Body, Encoding.UTF8, "application/json") };
        response.Headers.Add("Request-Id", "req_test");
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}

/// <summary>A request as it left.</summary>
internal sealed record Sent(string Method, Uri Address, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Path => Address.AbsolutePath;

    public string Query => Uri.UnescapeDataString(Address.Query);

    /// <summary>The form of the body, decoded, in ordinal order of the names.</summary>
    public string Form => string.Join('&', Body.Split('&').Select(WebUtility.UrlDecode).Order(StringComparer.Ordinal));
}

/// <summary>An answer.</summary>
internal sealed record Reply(string Body, int Status = 200)
{
    public Dictionary<string, string> Headers { get; init; } = [];

    public bool Hangs { get; init; }

    public static Reply List(bool hasMore, params string[] objects) =>
        new($$"""{"object":"list","data":[{{string.Join(',', objects)}}],"has_more":{{(hasMore ? "true" : "false")}},"url":"/v1/x"}""");

    public static Reply Error(int status, string error) => new($$"""{"error":{{error}}}""", status);

    public static Reply Missing(string what = "product", string param = "id") =>
        Error(404, $$"""{"code":"resource_missing","doc_url":"https://stripe.com/docs/error-codes/resource-missing","message":"No such {{what}}: 'x'","param":"{{param}}","type":"invalid_request_error"}""");
}
