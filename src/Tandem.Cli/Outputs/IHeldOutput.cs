using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>Shows what <c>tandem held</c> found and did.</summary>
internal interface IHeldOutput
{
    /// <summary>What is held, a line each.</summary>
    void List(IReadOnlyCollection<WaitingChange> held);

    /// <summary>What is held, in full.</summary>
    void Show(IReadOnlyCollection<WaitingChange> held);

    /// <summary>What was released or refused.</summary>
    void Ruled(IReadOnlyCollection<WaitingChange> ruled, Ruling ruling);
}
