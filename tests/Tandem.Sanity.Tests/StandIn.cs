using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tandem.Sandbox;
using Tandem.Sandbox.Sanity;

namespace Tandem.Sanity.Tests;

/// <summary>A Content Lake that behaves, with a catalog that reads and writes it.</summary>
internal sealed class StandIn : IDisposable
{
    private readonly InProcessHandler _handler;

    public StandIn(Func<SanityOptions, SanityOptions>? with = null, SanitySchema? schema = null, PictureNetwork? pictures = null)
    {
        World = new SanityWorld(new SanityWorldOptions(), Clock);
        _handler = new InProcessHandler(World, Clock);
        var options = new SanityOptions
        {
            Connection = "default", ProjectId = World.Options.ProjectId, Dataset = "production", Token = new(SanityWorldOptions.EditorToken),
        };
        Catalog = new SanityCatalog(with?.Invoke(options) ?? options, schema, Clock, _handler, pictures);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    public SanityWorld World { get; }

    public SanityCatalog Catalog { get; }

    public string Rev(string id) => (string)World.Document(id)!["_rev"]!;

    /// <summary>Puts documents there, as somebody else's program would.</summary>
    public void Has(params string[] documents)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        World.Mutate([.. documents.Select(JsonNode (document) => new JsonObject { ["createOrReplace"] = JsonNode.Parse(document) })]);
    }

    public void Dispose()
    {
        Catalog.Dispose();
        _handler.Dispose();
    }
}
