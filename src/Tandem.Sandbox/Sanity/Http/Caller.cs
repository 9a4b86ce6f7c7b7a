namespace Tandem.Sandbox.Sanity;

/// <summary>Who calls.</summary>
/// <param name="User">Whose token it is; null for somebody without one, who sees published documents without a dot in their id.</param>
internal sealed record Caller(SanityUser? User)
{
    /// <summary>Somebody without a token.</summary>
    public static Caller Anonymous { get; } = new((SanityUser?)null);

    /// <summary>The author of what is written, and what <c>identity()</c> gives.</summary>
    public string UserId => User?.Id ?? "<anonymous>";

    /// <summary>What the token allows; null without one.</summary>
    public SanityRole? Role => User?.Role;

    /// <summary>Whether documents may be written.</summary>
    public bool MayWrite => Role is SanityRole.Editor or SanityRole.Administrator;

    /// <summary>Recognises the token of a request.</summary>
    /// <exception cref="LakeRefusalException">There is a token and nobody knows it.</exception>
    public static Caller Of(SandboxRequest request, SanityWorldOptions options) => Of(request.Headers.GetValueOrDefault("authorization"), options);

    /// <summary>Recognises the token of an <c>authorization</c> header.</summary>
    /// <exception cref="LakeRefusalException">There is a token and nobody knows it.</exception>
    public static Caller Of(string? authorization, SanityWorldOptions options)
    {
        const string scheme = "Bearer ";
        if (authorization?.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) != true)
        {
            return Anonymous;
        }

        return options.Tokens.TryGetValue(authorization[scheme.Length..].Trim(), out var user)
            ? new Caller(user)
            : throw Refusals.Boom(401, "Unauthorized", "Session not found", "SIO-401-ANF");
    }

    /// <summary>Refuses somebody without a token.</summary>
    public Caller Known() => User is null
        ? throw Refusals.Boom(401, "Unauthorized", "Unauthorized - Session not found", "SIO-401-ANF")
        : this;

    /// <summary>Refuses everybody but administrators. Which roles exactly may manage webhooks is not verified: an editor may not.</summary>
    public void Administrator()
    {
        if (Known().Role is not SanityRole.Administrator)
        {
            throw Refusals.Boom(403, "Forbidden", "Insufficient permissions; permission \"sanity.project.webhooks\" required");
        }
    }
}
