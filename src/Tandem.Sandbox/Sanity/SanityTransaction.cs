using System.Collections.Immutable;

namespace Tandem.Sandbox.Sanity;

/// <summary>A transaction of the past, for tests and pages.</summary>
/// <param name="Id">Its id, which is the <c>_rev</c> of what it touched.</param>
/// <param name="At">World time.</param>
/// <param name="Author">The user id of who wrote.</param>
/// <param name="DocumentIds">What it touched.</param>
public sealed record SanityTransaction(string Id, DateTimeOffset At, string Author, ImmutableArray<string> DocumentIds);
