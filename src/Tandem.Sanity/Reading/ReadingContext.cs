namespace Tandem.Sanity;

/// <summary>What a field's reading may depend on beside its document.</summary>
/// <param name="Schema">Where the documents hold what.</param>
/// <param name="ProjectId">The project, part of a picture's address.</param>
/// <param name="Dataset">The dataset, part of a picture's address.</param>
/// <param name="IsPrice">Whether a published price document of that id is known to exist, given whether the reference to it is weak.</param>
internal sealed record ReadingContext(SanitySchema Schema, string ProjectId, string Dataset, Func<string, bool, bool> IsPrice);
