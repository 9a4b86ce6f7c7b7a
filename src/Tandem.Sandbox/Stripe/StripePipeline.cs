using System.Text;

namespace Tandem.Sandbox;

/// <summary>The way of one request: key, version, limits, route, permission, idempotency, parameters, execution.</summary>
internal sealed class StripePipeline(StripeKeys keys, StripeIds ids, StripeTransaction transaction, Func<string?, bool, StripeAccount> accountOf, string version)
{
    public const int LongestKey = 255;

    public SandboxResponse Answer(SandboxRequest request, CallFault? fault, DateTimeOffset now)
    {
        var reply = new StripeReply(ids.Request(), request.Headers.GetValueOrDefault("stripe-version") ?? version) { ShouldRetry = fault?.ShouldRetry };
        var account = accountOf(null, false);
        try
        {
            var key = keys.Authenticate(request);
            account = accountOf(
                request.Headers.GetValueOrDefault("stripe-account") ?? request.Headers.GetValueOrDefault("stripe-context"),
                StripeKeys.IsLive(key));
            if (!StripeVersions.Exists(reply.Version))
            {
                throw StripeErrors.BadVersion(reply.Version);
            }

            RefuseBefore(fault, account, now);
            var (route, target) = StripeRoutes.Find(request.Method, request.Path);
            if (!account.Allows(route, now))
            {
                throw StripeErrors.RateLimited(account.Livemode, "endpoint-rate", null);
            }

            keys.Require(key, route, account.Id);
            return Once(request, new Work(route, target, account, fault, now), reply);
        }
        catch (StripeRefusedException refused)
        {
            return reply.Refused(refused, account);
        }
    }

    // Limits and locks come before anything is kept under an idempotency key, so a retry with the same key is right.
    private static void RefuseBefore(CallFault? fault, StripeAccount account, DateTimeOffset now)
    {
        if (!account.Rate.Allows(now))
        {
            throw StripeErrors.RateLimited(account.Livemode, "global-rate", null);
        }

        switch (fault)
        {
            case { Kind: CallFaultKind.RateLimited, Reason: "lock_timeout" }:
                throw StripeErrors.Locked(429);
            case { Kind: CallFaultKind.Conflict, Reason: "lock_timeout" }:
                throw StripeErrors.Locked(409);
            case { Kind: CallFaultKind.RateLimited }:
                throw StripeErrors.RateLimited(account.Livemode, fault.Reason ?? "global-rate", fault.RetryAfter);
            case { Kind: CallFaultKind.Conflict }:
                throw StripeErrors.KeyInUse();
        }
    }

    private SandboxResponse Once(SandboxRequest request, Work work, StripeReply reply)
    {
        var form = Form(request);
        var key = work.Route.Method == "POST" ? Key(request) : null;
        var fingerprint = $"{request.Method} {request.Path} {form.Fingerprint()}";
        reply.Key = key;
        if (key is not null && work.Account.Keys.Replay(key, fingerprint, work.Now) is { } kept)
        {
            return reply.Replayed(kept);
        }

        var input = StripeReader.Read(work.Route.Parameters, form);
        var paths = StripeExpand.Paths(input, work.Route.Shape);
        var call = new StripeCall(work.Account, ids, work.Now, reply.RequestId) { Target = work.Target, Input = input, Key = key };
        var answer = Execute(work, call, Logged(request, 200, work.Now), paths, reply);
        if (key is not null)
        {
            // Assumed: a refusal by the endpoint itself (a taken lookup key, an unknown id) is kept like a success; only invalid parameters are not.
            work.Account.Keys.Keep(key, fingerprint, answer, work.Now);
        }

        return answer;
    }

    private SandboxResponse Execute(Work work, StripeCall call, Call logged, string[] paths, StripeReply reply)
    {
        try
        {
            if (work.Fault?.Kind is CallFaultKind.ErrorBeforeCommit)
            {
                throw StripeErrors.Broken();
            }

            var result = transaction.Execute(call, work.Route.Execute, logged);
            return work.Fault?.Kind is CallFaultKind.ErrorAfterCommit
                ? throw StripeErrors.Broken()
                : reply.Ok(StripeExpand.Render(work.Account.Books, result, paths));
        }
        catch (StripeRefusedException refused)
        {
            return reply.Refused(refused, work.Account);
        }
    }

    public static Call Logged(SandboxRequest request, int status, DateTimeOffset now)
    {
        var path = request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}";
        var key = request.Headers.GetValueOrDefault("idempotency-key");
        return new Call(now, request.Method, path, status, key, request.Method is not "GET", request.Headers.GetValueOrDefault("user-agent") ?? "");
    }

    private static string? Key(SandboxRequest request)
    {
        var key = request.Headers.GetValueOrDefault("idempotency-key");
        return key is null || key.Length <= LongestKey
            ? key
            : throw new StripeRefusedException(400, $"Keys for idempotent requests can be at most {LongestKey} characters long.") { Type = "idempotency_error" };
    }

    private static StripeForm Form(SandboxRequest request)
    {
        if (request.Method is not "POST" || request.Body.IsEmpty)
        {
            return StripeForm.Parse(request.Query);
        }

        var type = request.Headers.GetValueOrDefault("content-type") ?? "";
        return type.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            ? StripeForm.Parse(Encoding.UTF8.GetString(request.Body.Span))
            : throw StripeErrors.NotForm();
    }

    private sealed record Work(StripeRoute Route, string Target, StripeAccount Account, CallFault? Fault, DateTimeOffset Now);
}
