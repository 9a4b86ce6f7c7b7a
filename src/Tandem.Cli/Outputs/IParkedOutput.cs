using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>Shows what <c>tandem parked</c> found and did.</summary>
internal interface IParkedOutput
{
    /// <summary>What is parked, a line each.</summary>
    void Parked(IReadOnlyCollection<ParkedWork> parked);

    /// <summary>What is parked, in full.</summary>
    void Show(IReadOnlyCollection<ParkedWork> parked);

    /// <summary>What was made due again.</summary>
    void Replayed(IReadOnlyCollection<ParkedWork> replayed);

    /// <summary>What was given up.</summary>
    void Discarded(IReadOnlyCollection<ParkedWork> discarded);
}
