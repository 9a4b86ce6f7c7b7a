using System.Text.Json.Nodes;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Listens for published products and prices. Drafts and release versions are not told of: they never reach Stripe.</summary>
internal sealed class DocumentListener(SanityClient client, SanitySchema schema) : IListener
{
    /// <inheritdoc/>
    public Task<CatalogFault?> Listen(Func<Heard, Task> heard, CancellationToken cancellation) =>
        client.Listen(Groq.Published, new JsonObject { ["types"] = schema.Types() }, heard, cancellation);
}
