namespace Tandem.Sanity;

/// <summary>Which documents a read by id is to find.</summary>
internal enum Versions
{
    /// <summary>Exactly those that are named.</summary>
    Named,

    /// <summary>Also every draft and release version of those that are named.</summary>
    All,
}
