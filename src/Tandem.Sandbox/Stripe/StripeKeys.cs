using System.Text;

namespace Tandem.Sandbox;

/// <summary>The API keys: any made-up key works, and its prefix says the mode. <see href="https://docs.stripe.com/keys"/></summary>
/// <remarks>Keys as long as real ones are refused, so that nobody's secret is ever used against a stand-in unnoticed.</remarks>
public sealed class StripeKeys
{
    private const int LongestMadeUp = 64;
    private static readonly string[] Prefixes = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string[]> _restricted = [];
    private readonly HashSet<string> _expired = [];
    private readonly HashSet<string> _revoked = [];

    /// <summary>Gives a restricted key (<c>rk_…</c>) its permissions, for instance <c>rak_product_write</c>. One that was given none may do nothing.</summary>
    public void Restrict(string key, params string[] permissions)
    {
        lock (_gate)
        {
            _restricted[key] = permissions;
        }
    }

    /// <summary>From now on the key is answered with 401.</summary>
    public void Revoke(string key)
    {
        lock (_gate)
        {
            _revoked.Add(key);
        }
    }

    /// <summary>From now on the key is answered with 401 and <c>api_key_expired</c>, as after a roll.</summary>
    public void Expire(string key)
    {
        lock (_gate)
        {
            _expired.Add(key);
        }
    }

    /// <summary>Makes a revoked or expired key work again.</summary>
    public void Restore(string key)
    {
        lock (_gate)
        {
            _expired.Remove(key);
            _revoked.Remove(key);
        }
    }

    internal static bool IsLive(string key) => key.AsSpan(2).StartsWith("_live_");

    internal string Authenticate(SandboxRequest request)
    {
        var key = Presented(request.Headers.GetValueOrDefault("authorization") ?? "");
        if (key.Length == 0)
        {
            throw StripeErrors.NoKey();
        }

        lock (_gate)
        {
            if (_expired.Contains(key))
            {
                throw StripeErrors.ExpiredKey(key);
            }

            var looksRight = Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal) && key.Length > prefix.Length);
            return looksRight && key.Length <= LongestMadeUp && !_revoked.Contains(key) ? key : throw StripeErrors.BadKey(key);
        }
    }

    internal void Require(string key, StripeRoute route, string account)
    {
        if (!key.StartsWith("rk_", StringComparison.Ordinal))
        {
            return;
        }

        lock (_gate)
        {
            var granted = _restricted.GetValueOrDefault(key, []);
            if (!granted.Contains(route.FullPermission) && !granted.Contains(route.Permission + "_write"))
            {
                throw StripeErrors.Forbidden(key, account, route.FullPermission);
            }
        }
    }

    private static string Presented(string authorization)
    {
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return authorization[7..].Trim();
        }

        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        var buffer = new byte[authorization.Length];
        return Convert.TryFromBase64String(authorization[6..].Trim(), buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length).Split(':')[0]
            : "";
    }
}
