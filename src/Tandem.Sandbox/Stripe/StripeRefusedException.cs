using System.Text.Json.Nodes;

namespace Tandem.Sandbox;

/// <summary>Stripe says no: carries the error object of the answer.</summary>
/// <remarks><see href="https://docs.stripe.com/api/errors"/>; keys in alphabetical order, absent ones omitted, never null.</remarks>
internal sealed class StripeRefusedException : Exception
{
    public StripeRefusedException(int status, string message)
        : base(message) => Status = status;

    public int Status { get; }

    public string Type { get; init; } = "invalid_request_error";

    public string? Code { get; init; }

    public string? Param { get; init; }

    /// <summary>Whether the answer links to the request's log; errors before a request is attributed to an endpoint do not.</summary>
    public bool IsLogged { get; init; } = true;

    /// <summary>Extra response headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public JsonObject Body(string account, string requestId, bool livemode)
    {
        var error = new JsonObject();
        if (Code is not null)
        {
            error["code"] = Code;
            error["doc_url"] = "https://stripe.com/docs/error-codes/" + Code.Replace('_', '-');
        }

        error["message"] = Message;
        if (Param is not null)
        {
            error["param"] = Param;
        }

        if (IsLogged)
        {
            error["request_log_url"] = $"https://dashboard.stripe.com/{account}/{(livemode ? "" : "test/")}workbench/logs?object={requestId}";
        }

        error["type"] = Type;
        return new JsonObject { ["error"] = error };
    }
}
