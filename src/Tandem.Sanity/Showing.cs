using System.Text.Json.Nodes;
using Tandem.Core;
using Tandem.Engine;

namespace Tandem.Sanity;

/// <summary>Shows all published documents, page by page. It sees no drafts, and what was just written may be missing: who plans a write observes.</summary>
internal sealed class Showing(SanityClient client, SanityOptions options, SanitySchema schema)
{
    // Whole documents: a page of them must stay below the limit of an answer.
    private const int Page = 100;

    /// <summary>One page.</summary>
    public async Task<Outcome<ViewPage>> Show(Kind kind, string? cursor, CancellationToken cancellation)
    {
        if (kind == Kind.Price && schema.Embedded is not null)
        {
            return ViewPage.Nothing;
        }

        var parameters = new JsonObject { ["type"] = schema.TypeOf(kind), ["last"] = cursor ?? "", ["limit"] = Page };
        var outcome = await client.Query(Groq.Shown, parameters, "show", cancellation);
        if (outcome.Fault is { } fault)
        {
            return fault;
        }

        var rows = outcome.Value!.Items;
        var views = new DocumentViews(new DocumentSet(rows), new ReadingContext(schema, new PictureServer(options.ProjectId, options.Dataset), (_, isWeak) => !isWeak));
        return new ViewPage(views.Products(), views.Prices(), rows.Length < Page ? null : rows[^1].Text("_id"));
    }
}
