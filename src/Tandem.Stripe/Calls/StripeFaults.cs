using System.Globalization;
using System.Text.RegularExpressions;
using Stripe;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Stripe;

/// <summary>The one place where what Stripe and the network throw becomes a <see cref="CatalogFault"/>.</summary>
/// <remarks>
/// A write whose outcome is not certain is always <see cref="CatalogFault.Unknown"/>. Meanings of the answers:
/// https://docs.stripe.com/api/errors, https://docs.stripe.com/api/idempotent_requests and https://docs.stripe.com/rate-limits.
/// </remarks>
public static partial class StripeFaults
{
    private const int LongestMessage = 500;
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>The fault that an exception of the SDK means.</summary>
    /// <param name="thrown">What was thrown.</param>
    /// <param name="call">What was being done.</param>
    /// <param name="now">The present, for a <c>Retry-After</c> that names a date.</param>
    public static CatalogFault Of(Exception thrown, StripeCall call, DateTimeOffset now) => thrown switch
    {
        StripeException { StripeResponse: not null } answered => new Answer(answered, call, now).Fault(),
        HttpRequestException { HttpRequestError: var error } when NeverSent(error) =>
            Unavailable($"Stripe could not be reached while {call.Doing} ({error}). Check the network and the address; it is tried again."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
            NoAnswer(call, "the answer was larger than the limit for answers"),
        HttpRequestException or IOException => NoAnswer(call, "the connection broke"),
        OperationCanceledException => NoAnswer(call, "no answer came in time"),
        _ => NoAnswer(call, $"the answer could not be read ({thrown.GetType().Name})"),
    };

    /// <summary>A refusal that needs no call, because Stripe's limits are known.</summary>
    /// <param name="field">The canonical field.</param>
    /// <param name="message">What is wrong and what to do.</param>
    public static CatalogFault Refused(string? field, string message) =>
        new CatalogFault.Refused(field, Code: null) { Side = Side.Stripe, Message = message };

    /// <summary>Stripe's words with keys starred, in one line and of bounded length.</summary>
    internal static string Clean(string? words)
    {
        var line = string.Concat((words ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        line = Keys().Replace(line, "${kind}_***");
        return line.Length <= LongestMessage ? line : line[..LongestMessage] + "…";
    }

    internal static CatalogFault.Unavailable Unavailable(string message, string? requestId = null) =>
        new() { Side = Side.Stripe, Message = message, RequestId = requestId };

    private static CatalogFault NoAnswer(StripeCall call, string what) => call.IsWrite
        ? new CatalogFault.Unknown(WasAnswered: false)
        {
            Side = Side.Stripe,
            Message = $"Whether {call.Doing} had an effect is not known: {what}. Stripe is read again before anything else is sent.",
        }
        : Unavailable($"Stripe failed while {call.Doing}: {what}. It is tried again.");

    private static bool NeverSent(HttpRequestError error) => error is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;

    [GeneratedRegex("(?<kind>sk|rk|pk|whsec)_[A-Za-z0-9_*]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Keys();

    [GeneratedRegex("rak_[a-z_]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Permission();

    // "… for this endpoint on account 'acct_…'. Having the 'rak_…' permission would allow this request to continue.": https://docs.stripe.com/keys/restricted-api-keys
    [GeneratedRegex("on account '(?<id>acct_[A-Za-z0-9]+)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Account();

    /// <summary>An answer with a status other than 200.</summary>
    private sealed class Answer(StripeException thrown, StripeCall call, DateTimeOffset now)
    {
        private readonly StripeError? _error = thrown.StripeError;
        private readonly string? _requestId = Clean(thrown.StripeResponse?.RequestId) is { Length: > 0 } id ? id : null;

        /// <summary>Stripe's own advice whether the same call may succeed later.</summary>
        private bool MayRetry => Header("Stripe-Should-Retry") == "true";

        private string Words => Clean(_error?.Message) is { Length: > 0 } words ? $"“{words}”" : "without a reason";

        public CatalogFault Fault()
        {
            var status = (int)thrown.HttpStatusCode;
            return (status, _error) switch
            {
                (429, _) => Throttled(_error?.Code),
                (409, { Code: "idempotency_key_in_use" }) => Uncertain(wasAnswered: false, "the same write is still under way"),
                (409, { Code: "lock_timeout" }) => Throttled("lock_timeout"),
                (409, _) => Uncertain(wasAnswered: false, $"Stripe answered 409 {Words}"),
                (401, _) => Unauthorized($"Stripe does not accept the key: {Words}. Set STRIPE_SECRET_KEY to a valid key."),
                (403, _) => Forbidden(),
                (404, { Code: "resource_missing" }) => Gone(),
                (404, null) or (< 400, _) => NotStripe(status),
                (408, _) => Uncertain(wasAnswered: false, "Stripe answered 408, which means that the request came too slowly"),
                (>= 500, _) => Uncertain(_error is not null && !MayRetry, $"Stripe answered {status} {Words}"),
                _ => Refusal(status),
            };
        }

        private CatalogFault Refusal(int status)
        {
            if (_error?.Code == "resource_already_exists")
            {
                return new CatalogFault.Stale { Side = Side.Stripe, RequestId = _requestId, Message = $"Stripe already has the object of {call.Doing}: {Words}. It is read again and adopted if it is ours." };
            }

            if (_error?.Type == "idempotency_error")
            {
                return Refused(null, _error.Code, $"Stripe saw the same idempotency key with other parameters while {call.Doing}. This is a bug in Tandem: please report it with the request id.");
            }

            if (MayRetry)
            {
                return Throttled(_error?.Code);
            }

            var field = StripeMapping.FieldOf(_error?.Param);
            var where = field is null ? "" : $" because of {field}";
            return Refused(field, _error?.Code, $"Stripe refused {call.Doing}{where} ({status}): {Words}. Change the value, or look the request up in Stripe's dashboard.");
        }

        /// <summary>Not even a read may conclude anything from an answer that Stripe did not write: a proxy's 404 is no proof of a delete.</summary>
        private CatalogFault NotStripe(int status) => call.IsWrite
            ? Uncertain(wasAnswered: false, $"an answer came that is not Stripe's (status {status})")
            : Unavailable($"Something other than Stripe answered while {call.Doing} (status {status}). Check the API address and any proxy; it is tried again.", _requestId);

        private CatalogFault Uncertain(bool wasAnswered, string what) => call.IsWrite
            ? new CatalogFault.Unknown(wasAnswered)
            {
                Side = Side.Stripe,
                RequestId = _requestId,
                Message = $"Whether {call.Doing} had an effect is not known: {what}. Stripe is read again before anything else is sent.",
            }
            : Unavailable($"Stripe failed while {call.Doing}: {what}. It is tried again.", _requestId);

        private CatalogFault.Throttled Throttled(string? code)
        {
            var reason = Header("Stripe-Rate-Limited-Reason") ?? code;
            return new CatalogFault.Throttled(RetryAfter(), reason)
            {
                Side = Side.Stripe,
                RequestId = _requestId,
                Message = $"Stripe asks for patience while {call.Doing}" + (reason is null ? "" : $" ({Clean(reason)})") + ". It is tried again later by itself.",
            };
        }

        private CatalogFault.Unauthorized Forbidden() => Lacking() with
        {
            IsForbidden = true,
            Account = Account().Match(_error?.Message ?? "") is { Success: true } account ? account.Groups["id"].Value : null,
        };

        private CatalogFault.Unauthorized Lacking() => Permission().Match(_error?.Message ?? "") is { Success: true } permission
            ? Unauthorized($"The restricted key lacks the permission {permission.Value}, which {call.Doing} needs. Add it to the key in Stripe's dashboard.")
            : Unauthorized($"Stripe forbids {call.Doing}: {Words}. Check what the key may do.");

        private CatalogFault.Unauthorized Unauthorized(string message) => new() { Side = Side.Stripe, RequestId = _requestId, Message = message };

        private CatalogFault.Gone Gone() => new() { Side = Side.Stripe, RequestId = _requestId, Message = $"Stripe has no such object ({call.Doing}): {Words}." };

        private CatalogFault.Refused Refused(string? field, string? code, string message) =>
            new(field, code) { Side = Side.Stripe, RequestId = _requestId, Message = message };

        private TimeSpan? RetryAfter()
        {
            var text = Header("Retry-After");
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds) && !double.IsNaN(seconds))
            {
                return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWait.TotalSeconds));
            }

            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            {
                return TimeSpan.FromTicks(Math.Clamp((moment - now).Ticks, 0, LongestWait.Ticks));
            }

            return null;
        }

        private string? Header(string name) =>
            thrown.StripeResponse?.Headers?.TryGetValues(name, out var values) == true ? values.FirstOrDefault() : null;
    }
}
