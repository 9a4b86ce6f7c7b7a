using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>Shows what <c>tandem conflicts</c> found and did.</summary>
internal interface IConflictsOutput
{
    /// <summary>What is open, a line each.</summary>
    void Open(IReadOnlyCollection<OpenConflict> open);

    /// <summary>What is open, in full.</summary>
    void Show(IReadOnlyCollection<OpenConflict> open);

    /// <summary>What was decided.</summary>
    void Decided(IReadOnlyCollection<OpenConflict> decided, Winner winner);
}
