namespace Tandem.Sandbox.Sanity;

/// <summary>Misbehaviour of the Content Lake that is not an error, for tests to switch on.</summary>
public sealed class SanityQuirks
{
    /// <summary>How far <c>data/query</c> lags behind, whatever visibility a write asked for; <c>data/doc</c> never does. Default: not at all.</summary>
    public TimeSpan QueryLag { get; set; }

    /// <summary>After how many lines an export breaks off in the middle of a line, under status 200; null for never.</summary>
    public int? CutExportAfter { get; set; }
}
