namespace Tandem.Sandbox.Sanity;

/// <summary>Who calls.</summary>
/// <param name="UserId">The author of what is written, and what <c>identity()</c> gives.</param>
/// <param name="Role">What the token allows; null for nobody, who sees published documents without a dot in their id.</param>
internal sealed record Caller(string UserId, SanityRole? Role)
{
    /// <summary>Somebody without a token.</summary>
    public static Caller Anonymous { get; } = new("<anonymous>", null);

    /// <summary>Whether documents may be written.</summary>
    public bool MayWrite => Role is SanityRole.Editor or SanityRole.Administrator;

    /// <summary>Recognises the token of a request.</summary>
    /// <exception cref="LakeRefusalException">There is a token and nobody knows it.</exception>
    public static Caller Of(SandboxRequest request, SanityWorldOptions options)
    {
        const string scheme = "Bearer ";
        if (!request.Headers.TryGetValue("authorization", out var header) || !header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Anonymous;
        }

        return options.Tokens.TryGetValue(header[scheme.Length..].Trim(), out var role)
            ? new Caller($"p{role}", role)
            : throw Refusals.Boom(401, "Unauthorized", "Session not found", "SIO-401-ANF");
    }

    /// <summary>Refuses somebody without a token.</summary>
    public Caller Known() => Role is null
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
