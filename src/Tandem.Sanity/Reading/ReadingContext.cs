namespace Tandem.Sanity;

/// <summary>What a field's reading may depend on beside its document.</summary>
/// <param name="Schema">Where the documents hold what.</param>
/// <param name="Server">Where uploaded pictures are shown.</param>
/// <param name="IsPrice">Whether a published price document of that id is known to exist, given whether the reference to it is weak.</param>
internal sealed record ReadingContext(SanitySchema Schema, PictureServer Server, Func<string, bool, bool> IsPrice);
