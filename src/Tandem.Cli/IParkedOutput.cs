using Tandem.Engine;

namespace Tandem.Cli;

/// <summary>Shows what <c>tandem parked</c> found and did.</summary>
internal interface IParkedOutput
{
    /// <summary>What is parked.</summary>
    void Parked(IReadOnlyCollection<ParkedWork> parked);

    /// <summary>What was made due again.</summary>
    void Replayed(IReadOnlyCollection<ParkedWork> replayed);

    /// <summary>Whose held changes are taken back.</summary>
    void Refused(IReadOnlyCollection<ParkedWork> refused);
}
