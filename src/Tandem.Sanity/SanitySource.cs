namespace Tandem.Sanity;

/// <summary>Whose webhooks an endpoint expects.</summary>
/// <param name="Connection">The name of the connection.</param>
/// <param name="ProjectId">The project; a delivery of another one is foreign.</param>
/// <param name="Dataset">The dataset; a delivery of another one is foreign.</param>
/// <param name="Schema">Which types are products and prices.</param>
public sealed record SanitySource(string Connection, string ProjectId, string Dataset, SanitySchema Schema);
