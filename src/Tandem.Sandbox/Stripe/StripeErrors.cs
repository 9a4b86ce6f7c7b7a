namespace Tandem.Sandbox;

/// <summary>Stripe's error answers. Texts marked "assumed" have not been seen on the wire.</summary>
internal static class StripeErrors
{
    private const string Help = "Please see https://stripe.com/docs or we can help at https://support.stripe.com/.";

    public static StripeRefusedException Invalid(string message, string? param = null, string? code = null) =>
        new(400, message) { Param = param, Code = code };

    public static StripeRefusedException NoKey() => new(
        401,
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). "
        + "See https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.") { IsLogged = false };

    public static StripeRefusedException BadKey(string key) => new(401, $"Invalid API Key provided: {Masked(key)}") { IsLogged = false };

    public static StripeRefusedException ExpiredKey(string key) =>
        new(401, $"Expired API Key provided: {Masked(key)}") { Code = "api_key_expired", IsLogged = false };

    public static StripeRefusedException Forbidden(string key, string account, string permission) => new(
        403,
        $"The provided key '{Masked(key)}' does not have the required permissions for this endpoint on account '{account}'. Having the '{permission}' permission would allow this request to continue.");

    public static StripeRefusedException NoRoute(string method, string path) =>
        new(404, $"Unrecognized request URL ({method}: {path}). {Help}") { IsLogged = false };

    public static StripeRefusedException BadVersion(string version) =>
        new(400, $"Invalid Stripe API version: {version}") { IsLogged = false };

    public static StripeRefusedException NotForm() => Invalid(
        "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.");

    /// <summary>404 for an id in the path, 400 for one in a parameter.</summary>
    public static StripeRefusedException Missing(string kind, string id, string param, int status = 400) =>
        new(status, $"No such {kind}: '{id}'") { Code = "resource_missing", Param = param };

    public static StripeRefusedException MissingParameter(string param) => Invalid($"Missing required param: {param}.", param, "parameter_missing");

    public static StripeRefusedException Unknown(IReadOnlyList<string> parameters) => Invalid(
        parameters.Count == 1 ? $"Received unknown parameter: {parameters[0]}" : $"Received unknown parameters: {string.Join(", ", parameters)}",
        parameters[0],
        "parameter_unknown");

    public static StripeRefusedException Empty(string param) => Invalid(
        $"You passed an empty string for '{param}'. We assume empty values are an attempt to unset a parameter; however '{param}' cannot be unset. "
        + $"You should remove '{param}' from your request or supply a non-empty value.",
        param,
        "parameter_invalid_empty");

    public static StripeRefusedException Exclusive(string first, string second, string param) =>
        Invalid($"You may only specify one of these parameters: {first}, {second}.", param);

    public static StripeRefusedException Integer(string value, string param) => Invalid($"Invalid integer: {value}", param, "parameter_invalid_integer");

    public static StripeRefusedException IdempotencyMismatch(string key) => new(
        400,
        $"Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request.")
    {
        Type = "idempotency_error",
    };

    public static StripeRefusedException KeyInUse() => new(
        409,
        "There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through). "
        + "Please try again later.")
    {
        Type = "idempotency_error",
        Code = "idempotency_key_in_use",
    };

    /// <summary>The object lock: a 429 without a reason header.</summary>
    public static StripeRefusedException Locked(int status) => new(
        status,
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.")
    {
        Code = "lock_timeout",
    };

    public static StripeRefusedException RateLimited(bool livemode, string reason, TimeSpan? retryAfter)
    {
        // Stripe sends no Retry-After; a rule that asks for one tests a client against proxies that add it.
        var headers = new Dictionary<string, string> { ["Stripe-Rate-Limited-Reason"] = reason };
        if (retryAfter is { } wait)
        {
            headers["Retry-After"] = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var message = livemode
            ? "Request rate limit exceeded. You can learn more about rate limits here https://stripe.com/docs/rate-limits."
            : "Testmode request rate limit exceeded, the rate limits in testmode are lower than livemode. You can learn more about rate limits here https://stripe.com/docs/rate-limits.";
        return new StripeRefusedException(429, message) { Code = "rate_limit", Headers = headers };
    }

    public static StripeRefusedException Broken() =>
        new(500, "An unknown error occurred") { Type = "api_error" };

    private static string Masked(string key)
    {
        var prefix = key.Length > 8 && key[2] == '_' && key[7] == '_' ? key[..8] : "";
        var tail = key.Length >= prefix.Length + 8 ? key[^4..] : "";
        return prefix + new string('*', key.Length - prefix.Length - tail.Length) + tail;
    }
}
