namespace Tandem.Sandbox;

/// <summary>Something that a well-behaved client never does, noticed after a call. The world goes on.</summary>
/// <param name="Rule">Which rule was broken, in a few constant words.</param>
/// <param name="Detail">What exactly.</param>
/// <param name="Call">The call that did it.</param>
public sealed record Violation(string Rule, string Detail, Call Call);
