namespace Tandem.Sandbox.Sanity;

/// <summary>The Content Lake refused what a world's own method asked for.</summary>
/// <param name="status">The HTTP status that a client would have seen.</param>
/// <param name="body">The JSON that a client would have seen.</param>
public sealed class SanityRefusedException(int status, string body) : Exception(body)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
