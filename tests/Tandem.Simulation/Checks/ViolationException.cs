namespace Tandem.Simulation;

/// <summary>A promise was broken, or the rig itself lost its way.</summary>
/// <param name="rule">Which, in capitals: <c>LOST</c>, <c>INVENTED</c>, <c>RESURRECTED</c>, <c>UNCONVERGED</c>, …</param>
/// <param name="detail">What exactly.</param>
internal sealed class ViolationException(string rule, string detail) : Exception(detail.StartsWith(rule, StringComparison.Ordinal) ? detail : $"{rule}: {detail}")
{
    /// <summary>The rule's name.</summary>
    public string Rule => rule;
}
