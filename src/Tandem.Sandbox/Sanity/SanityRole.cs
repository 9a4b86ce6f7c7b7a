namespace Tandem.Sandbox.Sanity;

/// <summary>What a token may do.</summary>
public enum SanityRole
{
    /// <summary>Reads everything, drafts too; writes nothing.</summary>
    Viewer,

    /// <summary>Reads and writes documents and assets: what a robot token of the service has.</summary>
    Editor,

    /// <summary>Also manages webhooks.</summary>
    Administrator,
}
